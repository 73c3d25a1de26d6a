import Foundation
import PlateauCertification
import PlateauData
import PlateauExperiments
import PlateauNumerics
import Testing

@Suite("Runs of lists of instances")
struct InstanceRunTests {
  private static let workers = Workers(threads: 2)
  let folder: TemporaryFolder
  private let list: String

  /// A list of a property that holds, one that does not, a file that is none, and the first again.
  init() throws {
    folder = try TemporaryFolder()
    list = folder.path + "/i.csv"
    // Boxes that are not empty, which would settle the answer in no time.
    let questions = try PropertyQuestion.all().filter {
      $0.mean == nil && zip($0.lower, $0.upper).allSatisfy { $0 < $1 }
    }
    var lines = "network,property,limit_s,note\n"
    for answer in ["unsat", "sat"] {
      let question = try #require(questions.first { $0.answer == answer })
      try AtomicFile.write(Array(question.model), to: "\(folder.path)/\(answer).onnx")
      try AtomicFile.write(text: question.property, to: "\(folder.path)/\(answer).vnnlib")
      lines += "\(answer).onnx,\(answer).vnnlib,60,\n"
    }
    lines += "none.onnx,sat.vnnlib,60,\nunsat.onnx,unsat.vnnlib,50,\n"
    try AtomicFile.write(text: lines, to: list)
  }

  private func run(
    _ output: String? = "out", mostSeconds: Double? = nil, stopAfter: Int = .max
  ) throws -> (report: InstanceReport?, kept: [Bool]) {
    let run = InstanceRun(
      try InstanceList.read(list), method: .complete, mostSeconds: mostSeconds,
      folder: try output.map { try InstanceFolder(folder.path + "/" + $0) }, workers: Self.workers)
    var kept: [Bool] = []
    let report = try run.run { _, _ in
      kept.count < stopAfter
    } finished: {
      kept.append($1)
    }
    return (report, kept)
  }

  private func text(_ path: String) throws -> String {
    String(decoding: try FileBytes.read(folder.path + "/out/" + path), as: UTF8.self)
  }

  @Test func `each has an answer, and files of its own`() throws {
    let (found, kept) = try run()
    let report = try #require(found)
    #expect(report.instances.map(\.answer) == [.unsat, .sat, .error, .unsat])
    #expect(
      report.instances.map(\.number) == [1, 2, 3, 4] && kept == [false, false, false, false])
    let missing = folder.path + "/none.onnx"
    #expect(report.instances[2].message == "There is no file '\(missing)'. Check the path.")
    #expect(report.instances[0].network.sha256.count == 64 && report.instances[0].network.bytes > 0)
    #expect(report.count(of: .unsat) == 2)
    let lines = try text("results.csv").split(separator: "\n").map { $0.split(separator: ",") }
    #expect(lines.map { $0[0] } == ["unsat.onnx", "sat.onnx", "none.onnx", "unsat.onnx"])
    #expect(lines.map { $0[3] } == ["unsat", "sat", "error", "unsat"])
    #expect(lines.allSatisfy { $0.count == 5 && Double($0[2]) != nil && Double($0[4]) != nil })
    let names = try Folder.names(in: folder.path + "/out")
    #expect(names.count == 9 && names.count { $0.hasSuffix(".txt") } == 4)
    let sat = try text(
      try #require(names.first { $0.hasPrefix("sat-sat-") && $0.hasSuffix(".txt") }))
    #expect(sat.hasPrefix("sat\n((X_0 ") && sat.hasSuffix("))\n") && sat.contains("(Y_0 "))
    let error = try text(
      try #require(names.first { $0.hasPrefix("none-sat-") && $0.hasSuffix(".txt") }))
    #expect(error == "error\nThere is no file '\(missing)'. Check the path.\n")
    // Without a folder the same.
    #expect(try run(nil).report?.instances.map(\.answer) == report.instances.map(\.answer))
  }

  @Test func `what is done is not done again, unless a file, the limit or the list changed`() throws
  {
    let first = try #require(try run().report)
    let (again, kept) = try run()
    #expect(again == first && kept == [true, true, true, true])
    // One limit for all.
    #expect(try run(mostSeconds: 55).kept == [false, false, false, true])
    #expect(try run(mostSeconds: 55).kept == [true, true, true, true])
    let property = folder.path + "/sat.vnnlib"
    let old = String(decoding: try FileBytes.read(property), as: UTF8.self)
    try AtomicFile.write(text: old + "; another\n", to: property)
    #expect(try run(mostSeconds: 55).kept == [true, false, false, true])
    // A model that was not there.
    try AtomicFile.write(
      try FileBytes.read(folder.path + "/sat.onnx"), to: folder.path + "/none.onnx")
    let last = try run(mostSeconds: 55)
    #expect(last.kept == [true, true, false, true])
    #expect(last.report?.instances.map(\.answer) == [.unsat, .sat, .sat, .unsat])
  }

  @Test func `a run that was stopped goes on`() throws {
    let (stopped, kept) = try run(stopAfter: 1)
    #expect(stopped == nil && kept == [false])
    #expect(try text("results.csv").split(separator: "\n").count == 1)
    let (report, rest) = try run()
    #expect(rest == [true, false, false, false])
    #expect(report?.instances.map(\.answer) == [.unsat, .sat, .error, .unsat])
  }

  @Test func `no time is a timeout`() throws {
    let report = try #require(try run(nil, mostSeconds: 1e-9).report)
    #expect(report.instances.map(\.answer) == [.timeout, .timeout, .error, .timeout])
    #expect(report.instances.map(\.limit) == [1e-9, 1e-9, 1e-9, 1e-9])
  }

  @Test func `properties of other networks are errors`() throws {
    try AtomicFile.write(
      text: "(declare-const X_0 Real)(declare-const Y_0 Real)(assert (<= 0 X_0 1))",
      to: folder.path + "/other.vnnlib")
    try AtomicFile.write(text: "unsat.onnx,other.vnnlib,1\n", to: list)
    let record = try #require(try run(nil).report?.instances.first)
    #expect(record.answer == .error)
    #expect(record.message?.contains("Give the network that the property is of.") == true)
  }

  @Test func `folders of other results are refused`() throws {
    try Folder.create(folder.path + "/out")
    let path = folder.path + "/out/certificate.json"
    try AtomicFile.write(text: "{}", to: path)
    let message =
      "'\(path)' is that of a certification, not of a list. Choose another output folder."
    #expect(throws: ExperimentError(.folder, message)) { try run() }
  }
}
