import GuestSDK
import GuestTesting
import Testing

@testable import TemplatesGuest

struct RenderTests {
    @Test(arguments: [
        ("", "{}", ""),
        ("Hello, {{name}}!", #"{"name": "Ada"}"#, "Hello, Ada!"),
        ("{{ a.b }}{{a.c}}{{d}}", #"{"a": {"b": 1.50}}"#, "1.50"),
        ("{{a}}{{b}}{{c}}", #"{"a": true, "b": null, "c": -1e+3}"#, "true-1e+3"),
        ("{{list}}{{object}}", #"{"list": [1], "object": {"a": 1}}"#, ""),
        ("<{{a}}>", #"{"a": "<b a=\"&'\">"}"#, "<&lt;b a=&quot;&amp;&#39;&quot;&gt;>"),
        ("{{#a}}{{.}},{{/a}}", #"{"a": [1, "x", false]}"#, "1,x,false,"),
        ("{{#a}}{{x}}{{y}}{{/a}}", #"{"x": "o", "a": {"y": "i"}}"#, "oi"),
        ("{{#a}}{{x}}{{/a}}", #"{"x": "outer", "a": {"x": "inner"}}"#, "inner"),
        ("{{#a}}{{b.c}}{{/a}}", #"{"b": {"c": 1}, "a": {"b": {}}}"#, ""),
        ("{{#a}}yes{{/a}}{{^a}}no{{/a}}", #"{"a": true}"#, "yes"),
        ("{{#a}}yes{{/a}}{{^a}}no{{/a}}", #"{"a": false}"#, "no"),
        ("{{#a}}yes{{/a}}{{^a}}no{{/a}}", #"{"a": []}"#, "no"),
        ("{{#a}}yes{{/a}}{{^a}}no{{/a}}", #"{"a": null}"#, "no"),
        ("{{#a}}yes{{/a}}{{^a}}no{{/a}}", #"{"a": ""}"#, "yes"),
        ("{{#a}}yes{{/a}}{{^a}}no{{/a}}", "{}", "no"),
        ("a{{! {{b }}c", "{}", "ac"),
        ("{{.}}", #""x""#, "x"),
        ("a\n  {{#b}}  \n  c\n{{/b}}\nd", #"{"b": true}"#, "a\n  c\nd"),
        ("a\r\n{{! alone }}\r\nb", "{}", "a\r\nb"),
        ("a {{#b}}\nc{{/b}}\n", #"{"b": true}"#, "a \nc\n"),
        ("{a} } }}", "{}", "{a} } }}"),
    ])
    func aTemplateIsFilled(template: String, data: String, page: String) throws {
        #expect(try render(template, data) == page)
    }

    @Test(arguments: [
        ("{{a", 1, "a tag does not end: }} is missing"),
        ("a\n\n{{a\n}} {{", 4, "a tag does not end: }} is missing"),
        ("\n{{ }}", 2, "a tag has no name"),
        ("{{#}}{{/}}", 1, "a tag has no name"),
        ("{{a b}}", 1, "a name has no spaces and no braces"),
        ("{{a..b}}", 1, "a..b is not a name"),
        ("{{#a.}}{{/a.}}", 1, "a. is not a name"),
        ("\n{{#a}}\n{{b}}", 2, "the section a does not end"),
        ("{{^a}}\n{{/b}}", 2, "{{/b}} comes before {{/a}}"),
        ("{{/a}}", 1, "{{/a}} closes nothing"),
        ("{{{a}}}", 1, "data are always escaped: there is no {{{ and no {{&"),
        ("{{&a}}", 1, "data are always escaped: there is no {{{ and no {{&"),
        ("{{=<% %>=}}", 1, "tags are always written {{ and }}"),
        ("{{\(String(repeating: "a", count: 65))}}", 1, "a name has more than 64 bytes"),
    ])
    func aTemplateThatCannotBeReadSaysWhere(template: String, line: Int, reason: String) {
        let error = #expect(throws: TemplateError.self) { try render(template, "{}") }
        #expect(error?.code == 1)
        #expect(error?.message == "the template, line \(line): \(reason)")
    }

    @Test func emptySectionsEndTheWork() {
        let depth = 20
        let template =
            String(repeating: "{{#n}}", count: depth) + String(repeating: "{{/n}}", count: depth)
        let error = #expect(throws: TemplateError.self) { try render(template, #"{"n": [1, 2, 3, 4]}"#) }
        #expect(error?.code == 4)
    }
}
