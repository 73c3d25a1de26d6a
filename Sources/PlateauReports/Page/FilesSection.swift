/// The data beside the page.
struct FilesSection {
  let files: [(name: String, content: String)]

  var markup: Markup {
    section("files", "Files") {
      element("ul", ["class": "files"]) {
        for file in files {
          element("li") {
            link(file.name, to: file.name)
            ": \(file.content)"
          }
        }
      }
    }
  }
}
