public import PlateauData

extension RunReport {
  /// Writes the page as `index.html`, with its data beside it: `runs.json`, `curves.csv`,
  /// `weights.csv`, and `attacks.csv` where a run was attacked.
  ///
  /// Files of these names are replaced, each as a whole; the same runs give the same bytes.
  ///
  /// - Parameter folder: The folder, made where it is missing.
  /// - Throws: `DataError` where a file cannot be written, or a number is not finite.
  public func write(to folder: String) throws(DataError) {
    let tables = RunTables(runs: runs)
    var files = ReportFolder()
    try files.add("runs.json", json: runs)
    files.add("curves.csv", tables.curves.text)
    files.add("weights.csv", tables.weights.text)
    if hasAttacks { files.add("attacks.csv", tables.attacks.text) }
    files.add("index.html", html)
    try files.write(to: folder)
  }
}
