import ArgumentParser
import Plateau

/// `plateau report`.
struct Report: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "An HTML report of runs, or of a reproduction.")

  @Argument(help: "Run folders, or one folder of a reproduction.")
  var folders: [String]

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Where the report goes; 'report' in the first folder by default.", valueName: "folder"))
  var output: String?

  func validate() throws {
    if folders.isEmpty { throw ValidationError("Give at least one run folder.") }
  }

  func run() throws {
    let reproduction = ReproductionFolder(folders[0])
    if reproduction.holdsReproduction {
      guard folders.count == 1 else {
        throw ValidationError("Give one folder of a reproduction, or run folders, not both.")
      }
      let target = output ?? reproduction.report
      try ReproductionReport(try reproduction.readRecord()).write(to: target)
      print("\(target)/index.html")
      return
    }
    if let records = try AuditFolder.records(in: folders[0]) {
      guard folders.count == 1 else {
        throw ValidationError("Give one folder of an audit, or run folders, not both.")
      }
      let target = output ?? folders[0]
      try AuditReport(records).write(to: target)
      print("\(target)/index.html")
      return
    }
    let runs = try folders.map { try RunReport.Run(RunRecord(RunFolder($0))) }
    let target = output ?? RunFolder(folders[0]).report
    try RunReport(runs).write(to: target)
    print("\(target)/index.html")
  }
}

extension RunReport.Run {
  fileprivate init(_ record: RunRecord) {
    self.init(
      name: record.name, configuration: record.configuration, epochs: record.epochs,
      weights: record.weights, attacks: record.attacks)
  }
}
