import PlateauReports
import Testing

@Suite("Wording")
struct WordingTests {
  @Test func `percentages do not break before their sign`() {
    #expect(Wording.percent(0.8743) == "87.4\u{A0}%")
    #expect(Wording.percent(0) == "0.0\u{A0}%")
    #expect(Wording.percent(-0.0123) == "−1.2\u{A0}%")
    #expect(Wording.points(0.833) == "83.3\u{A0}points")
  }

  @Test func `numbers have a true minus and as many digits as they need`() {
    #expect(Wording.number(-1.04, 1) == "−1.0")
    #expect(Wording.number(18.94, 1) == "18.9")
    #expect([18.94, 1, 0.996, 0].map(Wording.short) == ["18.9", "1.0", "1.0", "0.0"])
    #expect([0.5, 0.0714, 0.00833].map(Wording.short) == ["0.50", "0.071", "0.0083"])
    #expect(Wording.short(1e-12) == "1e−12")
    #expect(Wording.plain(300) == "300")
    #expect(Wording.plain(0.25) == "0.25")
    #expect(Wording.plain(1e-5) == "1e−05")
    #expect(Wording.plain(-2) == "−2")
  }

  @Test(arguments: [
    (0, "0"), (999, "999"), (1000, "1,000"), (10_000, "10,000"), (1_234_567, "1,234,567"),
    (-1200, "−1,200"),
  ])
  func `thousands stand apart`(value: Int, text: String) {
    #expect(Wording.count(value) == text)
  }

  @Test func `a kurtosis that does not exist is said to be undefined`() {
    #expect(Wording.kurtosis(15.68) == "γ₂ = 15.7")
    #expect(Wording.kurtosis(-1) == "γ₂ = −1.0")
    #expect(Wording.kurtosis(nil) == "γ₂ undefined")
  }

  @Test func `words are listed`() {
    #expect(Wording.list([]) == "")
    #expect(Wording.list(["a"]) == "a")
    #expect(Wording.list(["a", "b"]) == "a and b")
    #expect(Wording.list(["a", "b", "c"]) == "a, b and c")
  }

  @Test func `hyphens before numbers become a minus, those in names stay`() {
    #expect(Wording.unbroken("-0.8 → 6.3, -1 (-2), a-1, 3-4") == "−0.8 → 6.3, −1 (−2), a-1, 3-4")
  }

  @Test func `numbers in a text stay with what belongs to them`() {
    #expect(
      Wording.unbroken("97.6 % → 97.0 % (net × 30)") == "97.6\u{A0}% → 97.0\u{A0}% (net ×\u{A0}30)")
  }
}
