import PlateauReports
import Testing

@Suite("Markup")
struct MarkupTests {
  @Test func `text is escaped`() {
    #expect(
      Markup("<script>\"a\" & 'b'</script>").source
        == "&lt;script&gt;&quot;a&quot; &amp; &#39;b&#39;&lt;/script&gt;")
  }

  @Test func `literals and interpolations are text as well`() {
    let name = "<b>"
    let markup: Markup = "1 < 2 \(name)"
    #expect(markup.source == "1 &lt; 2 &lt;b&gt;")
  }

  @Test func `control characters are replaced, line breaks kept`() {
    #expect(Markup("a\u{0}b\u{1B}c\u{9F}\n\td").source == "a\u{FFFD}b\u{FFFD}c\u{FFFD}\n\td")
  }

  @Test func `letters of every script stay as they are`() {
    #expect(Markup("ε = ½, naïve, 網路").source == "ε = ½, naïve, 網路")
  }
}
