public import PlateauData
import PlateauExperiments

extension ReproductionReport {
  /// Writes the page as `index.html`, with its data beside it: `reproduction.json`, `table1.csv`,
  /// `figure1.csv`, `figure2.csv` and `claims.csv`.
  ///
  /// Files of these names are replaced, each as a whole; the same record gives the same bytes.
  ///
  /// - Parameter folder: The folder, made where it is missing.
  /// - Throws: `DataError` where a file cannot be written, or a number is not finite.
  public func write(to folder: String) throws(DataError) {
    let tables = ReproductionTables(record: record)
    var files = ReportFolder()
    try files.add("reproduction.json", json: record)
    files.add("table1.csv", tables.errors.text)
    files.add("figure1.csv", tables.weights.text)
    files.add("figure2.csv", tables.activities.text)
    files.add("claims.csv", tables.claims.text)
    files.add("index.html", html)
    try files.write(to: folder)
  }
}
