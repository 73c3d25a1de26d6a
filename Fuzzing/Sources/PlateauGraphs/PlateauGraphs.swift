import ArgumentParser
import Plateau
import PlateauTesting

@main
struct PlateauGraphs: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plateau-graphs",
    abstract: "Compares random ONNX graphs with what ONNX Runtime makes of them.",
    discussion: """
      Each graph is read or refused by the package's own error. What is read gives the outputs of \
      ONNX Runtime to 1e-5 of the largest in their row. With --properties it is also written and read \
      again, its gradients are compared with differences, by one and two threads, and random inputs \
      of balls must lie within interval and linear bounds. The table says how many graphs were read, \
      and how many refused for which reason, with the seed of one. A wrong output ends the run with \
      status 1, after all graphs; so does a crash, whose seed is the last line of FILE.at.
      """)

  @Argument(help: "Files of Tests/Fixtures/onnx/make_random.py.")
  var files: [String]

  @Flag(help: "Checks files, bits, gradients and bounds of each graph.")
  var properties = false

  @Option(help: "Takes the graph of this seed alone.")
  var only: Int?

  func run() throws {
    var tally = GraphTally()
    for path in files {
      let graphs = try RandomGraphs(path)
      for index in graphs.seeds.indices where only == nil || graphs.seeds[index] == only {
        tally.count(graphs, index, properties: properties)
      }
    }
    print(tally.table)
    if tally.wrong > 0 { throw ExitCode.failure }
  }
}
