import GuestSDK

/// The text of a partial that the customer may use.
@HostFunction
func loadPartial(_ name: String) throws(HostFunctionError) -> String

/// Fills a template with data, which is JSON.
///
/// It sets no limit to memory, to nesting or to the length of the page: the sandbox has them.
@GuestFunction
func render(_ template: String, _ data: String) throws(TemplateError) -> String {
    let nodes = try TemplateParser.parse(template, named: "the template")
    var renderer = Renderer(data: try JSONParser.parse(data))
    try renderer.render(nodes)
    return renderer.page
}
