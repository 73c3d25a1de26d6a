/// The data beside the page.
struct FilesSection {
  private static let files = [
    ("reproduction.json", "everything that was measured, every attack included"),
    ("table1.csv", "Table 1, one row for each network and ε, as fractions"),
    ("figure1.csv", "the histograms of the weights of every network"),
    ("figure2.csv", "the histograms of the activities of every network"),
    ("claims.csv", "the claims with their measurements and verdicts"),
  ]

  var markup: Markup {
    section("files", "Files") {
      element("ul", ["class": "files"]) {
        for (name, content) in Self.files {
          element("li") {
            link(name, to: name)
            ": \(content)"
          }
        }
      }
    }
  }
}
