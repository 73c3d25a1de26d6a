/// A complete HTML page that loads nothing: style and figures are in it.
struct Page {
  /// The title of the window.
  var title: String
  var content: Markup

  /// Even a mistake elsewhere could not make the browser load something.
  private static let policy =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    + "form-action 'none'"

  var html: String {
    let page = element("html", ["lang": "en"]) {
      element("head") {
        void("meta", ["charset": "utf-8"])
        void("meta", ["http-equiv": "Content-Security-Policy", "content": Self.policy])
        void("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
        void("meta", ["name": "color-scheme", "content": "light dark"])
        void("meta", ["name": "generator", "content": "Plateau"])
        element("title") { title }
        void("link", ["rel": "icon", "href": "data:,"])
        element("style") { StyleSheet.markup }
      }
      element("body") { content }
    }
    return Markup(joining: [Markup(verbatim: "<!DOCTYPE html>\n"), page]).source
  }
}

// MARK: - Parts of a page

/// A section with its heading.
func section(_ id: String, _ heading: String, @MarkupBuilder content: () -> Markup) -> Markup {
  element("section", ["id": id, "aria-labelledby": "\(id)-heading"]) {
    element("h2", ["id": "\(id)-heading"]) { heading }
    content()
  }
}

/// A paragraph.
func paragraph(_ text: String, className: StaticString? = nil) -> Markup {
  element("p", ["class": className.map { "\($0)" }]) { text }
}

/// A link.
func link(_ text: String, to address: String) -> Markup {
  element("a", ["href": address]) { text }
}

/// A box in which a wide table moves sideways, also by keyboard.
func scrollBox(_ label: String, @MarkupBuilder content: () -> Markup) -> Markup {
  element(
    "div", ["class": "scroll", "role": "region", "aria-label": label, "tabindex": "0"],
    content: content)
}
