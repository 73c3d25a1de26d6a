/// Everything that determines each run.
struct ConfigurationsSection {
  let runs: [RunReport.Run]

  var markup: Markup {
    section("configuration", "Configuration") {
      for run in runs {
        element("details", ["open": runs.count == 1 ? "open" : nil]) {
          element("summary") { run.name }
          element("pre") { run.configuration }
        }
      }
    }
  }
}
