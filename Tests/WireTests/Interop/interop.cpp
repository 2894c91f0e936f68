// The other side of the interoperability tests, made with the official C++ library and flatc's generated headers.
//
//   interop read KIND FILE     verifies a message and prints what it holds
//   interop write FOLDER       writes one message of each kind to FOLDER/KIND.bin
//
// The printed format is that of MessageKind.dump in the Swift tests.
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iostream>
#include <iterator>
#include <limits>
#include <string>
#include <vector>

#include "function_call_generated.h"
#include "function_call_result_generated.h"
#include "function_definition_generated.h"
#include "guest_log_data_generated.h"

using namespace Swiftlet;

static std::string hex(const uint8_t *bytes, size_t count) {
    std::string text = "'";
    char digits[3];
    for (size_t i = 0; i < count; i++) {
        snprintf(digits, sizeof digits, "%02x", bytes[i]);
        text += digits;
    }
    return text + "'";
}

static std::string hex(const flatbuffers::String *text) {
    return text ? hex(text->Data(), text->size()) : "none";
}

template <typename Scalar>
static std::string number(flatbuffers::Optional<Scalar> value) {
    return value ? std::to_string(*value) : "none";
}

template <typename Bits, typename Scalar>
static std::string bits(flatbuffers::Optional<Scalar> value) {
    if (!value) return "none";
    Bits pattern;
    memcpy(&pattern, &*value, sizeof pattern);
    return std::to_string(pattern);
}

/// Prints a value; `Owner` is Parameter or ReturnValue.
template <typename Owner>
static void print_value(const Owner *owner) {
    std::string content;
    switch (owner->value_type()) {
        case Value_Int32Value: content = number(owner->value_as_Int32Value()->value()); break;
        case Value_UInt32Value: content = number(owner->value_as_UInt32Value()->value()); break;
        case Value_Int64Value: content = number(owner->value_as_Int64Value()->value()); break;
        case Value_UInt64Value: content = number(owner->value_as_UInt64Value()->value()); break;
        case Value_FloatValue: content = bits<uint32_t>(owner->value_as_FloatValue()->value()); break;
        case Value_DoubleValue: content = bits<uint64_t>(owner->value_as_DoubleValue()->value()); break;
        case Value_BoolValue: content = number(owner->value_as_BoolValue()->value()); break;
        case Value_StringValue: content = hex(owner->value_as_StringValue()->value()); break;
        case Value_BytesValue: {
            auto bytes = owner->value_as_BytesValue()->value();
            content = hex(bytes->data(), bytes->size());
            break;
        }
        case Value_VoidValue: content = "void"; break;
        default: content = "unknown"; break;
    }
    std::cout << "value " << int(owner->value_type()) << " " << content << "\n";
}

template <typename Functions>
static void print_functions(const char *side, const Functions *functions) {
    if (!functions) return;
    for (auto function : *functions) {
        std::cout << side << " " << hex(function->name()) << " takes";
        if (!function->parameter_types()) std::cout << " none";
        if (function->parameter_types()) {
            for (auto type : *function->parameter_types()) std::cout << " " << int(type);
        }
        std::cout << " returns " << int(function->return_type()) << "\n";
    }
}

static bool print_message(const std::string &kind, const std::vector<uint8_t> &bytes) {
    flatbuffers::Verifier verifier(bytes.data(), bytes.size());
    if (kind == "function_call") {
        if (!VerifyFunctionCallBuffer(verifier)) return false;
        auto call = GetFunctionCall(bytes.data());
        std::cout << "call " << hex(call->function_name()) << " returns " << int(call->expected_return_type()) << "\n";
        if (call->parameters()) {
            for (auto parameter : *call->parameters()) print_value(parameter);
        }
    } else if (kind == "function_call_result") {
        if (!VerifyFunctionCallResultBuffer(verifier)) return false;
        auto result = GetFunctionCallResult(bytes.data());
        if (auto returned = result->outcome_as_ReturnValue()) {
            std::cout << "returned\n";
            print_value(returned);
        }
        if (auto error = result->outcome_as_GuestError()) {
            std::cout << "error " << error->code() << " " << hex(error->message()) << " token "
                      << error->host_error_token() << "\n";
        }
    } else if (kind == "guest_log_data") {
        if (!VerifyGuestLogDataBuffer(verifier)) return false;
        auto log = GetGuestLogData(bytes.data());
        std::cout << "log " << hex(log->message()) << " level " << int(log->level()) << " source "
                  << hex(log->source()) << " caller " << hex(log->caller()) << " file " << hex(log->source_file())
                  << " line " << log->line() << "\n";
    } else if (kind == "function_definition") {
        if (!VerifyFunctionDefinitionListBuffer(verifier)) return false;
        auto list = GetFunctionDefinitionList(bytes.data());
        print_functions("host", list->host_functions());
        print_functions("guest", list->guest_functions());
    } else {
        return false;
    }
    return true;
}

static void save(const std::string &folder, const char *kind, const flatbuffers::FlatBufferBuilder &builder) {
    std::ofstream file(folder + "/" + kind + ".bin", std::ios::binary);
    file.write(reinterpret_cast<const char *>(builder.GetBufferPointer()), builder.GetSize());
}

static flatbuffers::Offset<FunctionCall> make_call(flatbuffers::FlatBufferBuilder &builder) {
    float nan_with_payload;
    const uint32_t pattern = 0xFFC12345;
    memcpy(&nan_with_payload, &pattern, sizeof pattern);
    const std::string text("nul \0 inside", 12);
    const std::vector<uint8_t> bytes = {0, 127, 128, 255};
    const std::vector<flatbuffers::Offset<Parameter>> parameters = {
        CreateParameter(builder, Value_Int32Value, CreateInt32Value(builder, INT32_MIN).Union()),
        CreateParameter(builder, Value_UInt32Value, CreateUInt32Value(builder, UINT32_MAX).Union()),
        CreateParameter(builder, Value_Int64Value, CreateInt64Value(builder, INT64_MIN).Union()),
        CreateParameter(builder, Value_UInt64Value, CreateUInt64Value(builder, UINT64_MAX).Union()),
        CreateParameter(builder, Value_FloatValue, CreateFloatValue(builder, nan_with_payload).Union()),
        CreateParameter(builder, Value_DoubleValue, CreateDoubleValue(builder, -0.0).Union()),
        CreateParameter(builder, Value_BoolValue, CreateBoolValue(builder, true).Union()),
        CreateParameter(
            builder, Value_StringValue, CreateStringValue(builder, builder.CreateString(text)).Union()),
        CreateParameter(
            builder, Value_BytesValue, CreateBytesValue(builder, builder.CreateVector(bytes)).Union()),
        CreateParameter(builder, Value_VoidValue, CreateVoidValue(builder).Union()),
    };
    return CreateFunctionCallDirect(builder, "gr\xC3\xB6\xC3\x9F" "e", &parameters, ValueType_Bytes);
}

static void write_messages(const std::string &folder) {
    {
        flatbuffers::FlatBufferBuilder builder;
        FinishFunctionCallBuffer(builder, make_call(builder));
        save(folder, "function_call", builder);
    }
    {
        flatbuffers::FlatBufferBuilder builder;
        auto error = CreateGuestErrorDirect(builder, GuestErrorCode_HostFunctionFailed, "it broke", 7);
        FinishFunctionCallResultBuffer(
            builder, CreateFunctionCallResult(builder, CallOutcome_GuestError, error.Union()));
        save(folder, "function_call_result", builder);
    }
    {
        flatbuffers::FlatBufferBuilder builder;
        FinishGuestLogDataBuffer(
            builder, CreateGuestLogDataDirect(builder, "ready", "demo", LogLevel_Critical, "main()", "main.swift", 12));
        save(folder, "guest_log_data", builder);
    }
    {
        flatbuffers::FlatBufferBuilder builder;
        const std::vector<uint8_t> types = {ValueType_String, ValueType_Bytes};
        const std::vector<flatbuffers::Offset<HostFunctionDefinition>> host = {
            CreateHostFunctionDefinitionDirect(builder, "print", &types, ValueType_Int32)};
        const std::vector<flatbuffers::Offset<GuestFunctionDefinition>> guest = {
            CreateGuestFunctionDefinitionDirect(builder, "run")};
        FinishFunctionDefinitionListBuffer(builder, CreateFunctionDefinitionListDirect(builder, &host, &guest));
        save(folder, "function_definition", builder);
    }
}

int main(int count, char **arguments) {
    if (count == 3 && std::string(arguments[1]) == "write") {
        write_messages(arguments[2]);
        return 0;
    }
    if (count == 4 && std::string(arguments[1]) == "read") {
        std::ifstream file(arguments[3], std::ios::binary);
        const std::vector<uint8_t> bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
        if (print_message(arguments[2], bytes)) return 0;
        std::cerr << "the verifier refuses " << arguments[3] << "\n";
        return 1;
    }
    std::cerr << "usage: interop read KIND FILE | interop write FOLDER\n";
    return 2;
}
