/// What `swiftlet run --help` says beyond the list of options.
enum RunHelp {
    static let text = """
        The guest's functions and their types are listed by `swiftlet inspect GUEST`. ARGS are written so:

          Int32 … UInt64  42, -5, 0x2a
          Float, Double   1.5, -2e9, inf, nan
          Bool            true, false
          String          the text; @FILE for a file's text; @@name for @name
          [UInt8]         @FILE for a file's bytes; hex:00ff; base64:AP8=
                          any other text for its UTF-8; text:hex: for "hex:"
          @-              standard input, once

        Write an argument that begins with a dash, and is no number, after `--`.

        With --arguments they are one JSON array. Bytes are a string in base64; floating-point numbers may be "inf", \
        "-inf" or "nan"; integers keep all 64 bits. With --json the result is written in the same way, as \
        {"function": NAME, "result": VALUE, "type": TYPE}, and a failure as {"error": …}.

        Without --json, text is printed as it is and bytes are written as they are; a terminal is shown what is \
        printable of text, and a dump of bytes.

        A host function that the guest imports fails, unless --host-function gives it an answer, written like an \
        argument. The guest's log goes to standard error.

        Examples:
          swiftlet run MyGuest add 20 -5
          swiftlet run MyGuest greet World --host-function hostPrint=0
          swiftlet run MyGuest checksum @photo.jpg --stats --input-size 16MiB
          swiftlet run MyGuest thumbnail @photo.jpg --output small.jpg
          swiftlet run MyGuest add --arguments '[20, -5]' --json
          swiftlet run MyGuest thumbnail @photo.jpg --output small.jpg --trace run.trace
        """
}
