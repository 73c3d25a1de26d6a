import Foundation
import GoldenValues
import PlateauData
import PlateauFormats
import PlateauNetworks
import PlateauNumerics
import Testing

/// Short training runs that give the same parameters on every machine.
///
/// `PLATEAU_RECORD=1 swift test -Xcc -O2 --filter TrainingDigestTests` writes the digests anew, at
/// the portable level with one thread, where a change of them is meant.
@Suite("Digests of training")
struct TrainingDigestTests {
  /// A short run, on 640 of the built-in digits.
  struct Run: CustomTestStringConvertible {
    let name: String
    let preset: String
    let settings: [String]

    var testDescription: String { name }
  }

  static let runs = [
    // Powers in the bias correction, and a cosine with warmup.
    Run(
      name: "adam", preset: "saturating-sigmoid",
      settings: [
        "network.widths=[32]", "training.optimizer={name: adam, rate: 0.01}",
        "training.rateSchedule={decay: cosine, warmup: 1}",
        "training.penalty={maximum: 0.01, step: 0.001}",
      ]),
    Run(
      name: "sgd", preset: "saturating-relu",
      settings: [
        "network.widths=[32]", "training.optimizer={name: sgd, rate: 0.1, momentum: 0.9}",
        "training.rateSchedule={factor: 0.1, epochs: [2]}",
        "training.penalty={maximum: 0.01, step: 0.001}",
      ]),
    Run(
      name: "rmsprop, adversarial", preset: "adversarial-sigmoid",
      settings: ["network.widths=[32]", "training.rateSchedule={factor: 0.1, epochs: [2]}"]),
    // A cosine without warmup, and augmented images.
    Run(
      name: "convolutional, adam", preset: "saturating-relu-cnn",
      settings: [
        "network.widths=[2, 4, 8]", "training.rateSchedule={decay: cosine}",
        "training.augmentation={crop: 2, flips: false}",
      ]),
    Run(
      name: "certified, adam", preset: "certified-saturating-relu",
      settings: [
        "network.widths=[16, 12]", "training.rateSchedule={factor: 0.1, epochs: [2]}",
        "training.certified.warmup=1", "training.certified.epsilon=0.05",
        "training.certified.penalty={maximum: 0.01, step: 0.001}",
      ]),
  ]

  private let place: Workplace

  init() throws {
    place = try Workplace()
    let dataset = Strokes.dataset(training: 640, test: 10)
    var builder = NPZBuilder()
    for (part, examples) in [("train", dataset.training), ("test", dataset.test)] {
      builder.add("x_\(part)", NPYArray(examples.inputs.elements, shape: [examples.count, 28, 28]))
      builder.add("y_\(part)", NPYArray(examples.labels, shape: [examples.count]))
    }
    try builder.write(to: place.path + "/strokes.npz")
  }

  /// The SHA-256 of the parameters, as little-endian Float32 in the order of the layout.
  private func digest(
    _ run: Run, at level: ProcessorLevel, threads: Int
  ) throws -> String {
    let folder = "\(run.name), \(level.rawValue), \(threads)"
    let settings = [
      "data.validation=64", "training.epochs=3", "training.batchSize=64",
    ]
    let result = try Tool.run(
      ["train", "--preset", run.preset, "--data", "strokes.npz", "--output", folder]
        + (settings + run.settings).flatMap { ["--set", $0] }
        + ["--threads", "\(threads)", "--quiet"],
      in: place.path, environment: ["PLATEAU_LEVEL": level.rawValue])
    try #require(result.status == 0, "\(result.errors)")
    let file = try NetworkFile<Float>.read("\(place.path)/\(folder)/model.safetensors")
    return SHA256.hexDigest(
      of: file.network.parameters.flatMap { value in
        (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * $0)) }
      })
  }

  @Test func `are those on record, at every level with 1, 2 and 4 threads`() throws {
    let fixture = "levels/training.txt"
    let lines = try Fixture.lines(of: fixture) {
      try Self.runs.map { "\(try digest($0, at: .portable, threads: 1))  \($0.name)" }
    }
    try #require(lines.count == Self.runs.count, "'\(fixture)' has a line for each run")
    for (run, line) in zip(Self.runs, lines) {
      for level in ProcessorLevel.available {
        for threads in [1, 2, 4] {
          let found = "\(try digest(run, at: level, threads: threads))  \(run.name)"
          #expect(
            found == line,
            """
            A short run of training at level '\(level.rawValue)' with --threads \(threads) gave \
            other parameters than those on record:
              found     \(found)
              expected  \(line)
            If all levels and numbers of threads differ alike, the definition of a result has \
            changed: where that is meant, record it anew with PLATEAU_RECORD=1 and say so in the \
            change log. If some differ, one of them computes something else: see \
            Scripts/check-kernels and Scripts/same-bits. If this machine alone differs, so does \
            its arithmetic: report it with what 'plateau doctor' prints.
            """)
        }
      }
    }
  }
}
