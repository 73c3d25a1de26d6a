import PlateauExperiments

extension CertificationStudyRecord {
  /// A table with a row for each network, those of a nonlinearity together, under its name.
  ///
  /// - Parameters:
  ///   - name: What it is of.
  ///   - columns: The number of columns, that of names included.
  ///   - head: The head of the table.
  ///   - row: The row of a network.
  /// - Returns: Its heading and the table, in a box that scrolls.
  func table(
    _ name: String, columns: Int, head: Markup, row: (CertifiedModelRecord) -> Markup
  ) -> Markup {
    Markup(joining: [
      element("h3", ["class": "panel-name"]) { name },
      scrollBox(name) {
        element("table", ["class": "numbers"]) {
          head
          for (activation, models) in models.groups {
            element("tbody") {
              element("tr", ["class": "group"]) {
                element("th", ["scope": "rowgroup", "colspan": "\(columns)"]) {
                  "\(Wording.sentence(activation.word)) perceptrons"
                }
              }
              for model in models { row(model) }
            }
          }
        }
      },
    ])
  }
}
