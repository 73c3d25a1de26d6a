import Foundation
import PlateauData
import Testing

@Suite("The command line")
struct CommandTests {
  let place: Workplace

  init() throws { place = try Workplace() }

  /// What follows the first line depends on the machine and on how tests are built.
  @Test func `the version says how it was built`() throws {
    let result = try Tool.run(
      ["--version"], in: place.path, environment: ["PLATEAU_LEVEL": "portable"])
    #expect(result.status == 0 && result.errors.isEmpty)
    let format =
      #/
      0\.1\.0\n
      compiler:\ Swift\ 6\.\d(\ or\ later)?\n
      optimization:\ (debug|debug,\ kernels\ optimized|release)\n
      platform:\ (linux|macos)\ (x86_64|arm64)\n
      (standard\ library:\ (dynamic|static)\n)?
      processor\ level:\ portable\n
      /#
    #expect(result.output.wholeMatch(of: format) != nil, "\(result.output)")
  }

  @Test func `help succeeds, wrong usage is status 2`() throws {
    #expect(try place.plateau("--help").status == 0)
    #expect(try place.plateau("train", "--help").status == 0)
    for arguments in [
      ["fly"], ["attack"], ["train"], ["attack", "m", "--attack", "fgsm", "--epsilon", "much"],
      ["attack", "m", "--attack", "fgsm", "--epsilon", "-1"],
      ["attack", "m", "--attack", "magic", "--epsilon", "0.1"],
      ["attack", "m", "--attack", "fgsm", "--epsilon", "0.1", "--softness", "2"],
      [
        "attack", "m", "--attack", "fgsm", "--epsilon", "0.1", "--gradient", "surrogate",
        "--softness", "0",
      ],
    ] {
      let result = try Tool.run(arguments, in: place.path)
      #expect(result.status == 2)
      #expect(result.output.isEmpty && !result.errors.isEmpty)
    }
    let magic = try place.plateau("attack", "m", "--attack", "magic", "--epsilon", "0.1")
    #expect(magic.errors.contains("There is no attack 'magic'. Attacks: fgsm, bim, pgd, "))
  }

  @Test func `trains, informs, evaluates, attacks, predicts and reports`() throws {
    let trained = try Tool.run(place.training("run", epochs: 6), in: place.path)
    #expect(trained.status == 0 && trained.errors.isEmpty)
    #expect(trained.output.contains("validation accuracy"))

    let info = try place.plateau("info", "run")
    #expect(info.status == 0 && info.output.contains("layers.0.weight"))
    #expect(info.output.contains("16 × 16") && info.output.contains("trained on"))

    let evaluation = try place.plateau("evaluate", "run", "--data", "small.npz", "--json")
    let record = try JSONSerialization.jsonObject(with: Data(evaluation.output.utf8))
    let evaluated = try #require(record as? [String: Any])
    #expect(evaluated["examples"] as? Int == 200)
    let accuracy = try #require(evaluated["accuracy"] as? Double)
    #expect(accuracy > 0.8)

    let attack = try place.plateau(
      "attack", "run", "--data", "small.npz", "--attack", "fgsm,pgd", "--epsilon", "0.1",
      "--count", "50", "--gradient", "naive", "--precision", "float", "--json", "--output",
      "run/attack")
    #expect(attack.status == 0)
    let report = try JSONSerialization.jsonObject(with: Data(attack.output.utf8))
    try checkAttack(try #require(report as? [String: Any]))
    let again = try place.plateau(
      "attack", "run", "--data", "small.npz", "--attack", "fgsm", "--epsilon", "0.1", "--output",
      "run/attack")
    #expect(again.status == 2)
    #expect(
      again.errors == "Error: 'run/attack/attack.json' is there already. Continue it with "
        + "--resume, or choose another output folder.\n")

    // What is there already is taken, and gives the same.
    let resumed = try place.plateau(
      "attack", "run", "--data", "small.npz", "--attack", "fgsm,pgd", "--epsilon", "0.1",
      "--count", "50", "--gradient", "naive", "--precision", "float", "--json", "--output",
      "run/attack", "--resume")
    #expect(resumed.status == 0)
    #expect(withoutTimes(resumed.output) == withoutTimes(attack.output))

    let arrays = try NPZFile.read(place.path + "/run/attack/adversarial.npz")
    try NPYArray(try arrays.array("x_pgd").values(as: Float.self), shape: [50, 4, 4])
      .write(to: place.path + "/x.npy")
    let prediction = try place.plateau(
      "predict", "run", "--inputs", "x.npy", "--output", "logits.npy", "--precision", "double")
    #expect(prediction.status == 0)
    let logits = try NPYArray.read(place.path + "/logits.npy")
    #expect(logits.shape == [50, 3])

    #expect(try place.plateau("report", "run").output == "run/report/index.html\n")
    let page = String(
      decoding: try FileBytes.read(place.path + "/run/report/index.html"), as: UTF8.self)
    #expect(page.contains("<svg") && page.contains("pgd"))
  }

  private func withoutTimes(_ json: String) -> [Substring] {
    json.split(separator: "\n").filter { !$0.contains("\"seconds\"") }
  }

  @Test func `audits, keeps the evidence, resumes and requires`() throws {
    #expect(try Tool.run(place.training("judged", epochs: 6), in: place.path).status == 0)
    let arguments = [
      "audit", "judged", "--data", "small.npz", "--epsilon", "0.5,0.02", "--count", "60", "--quick",
      "--output", "verdict", "--quiet",
    ]
    let audit = try Tool.run(arguments, in: place.path)
    #expect(audit.status == 0 && audit.errors.isEmpty)
    #expect(audit.output.contains("← the most that can be claimed"))
    #expect(audit.output.contains("verdict  BROKEN"))
    let again = try Tool.run(arguments, in: place.path)
    #expect(again.status == 2)
    #expect(
      again.errors == "Error: 'verdict/audit.json' is there already. Continue it with --resume, or "
        + "choose another output folder.\n")
    let json = try Tool.run(arguments + ["--resume", "--json"], in: place.path)
    let records = try #require(
      try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [[String: Any]])
    #expect(records.compactMap { $0["epsilon"] as? Double } == [0.02, 0.5])
    for key in [
      "model", "data", "epsilon", "verdict", "causes", "cleanAccuracy", "attacks", "checks",
      "worstCase", "certifiedAccuracy",
    ] {
      #expect(records.allSatisfy { $0[key] != nil }, "\(key)")
    }
    let page = String(
      decoding: try FileBytes.read(place.path + "/verdict/index.html"), as: UTF8.self)
    #expect(page.contains("<svg") && page.contains("BROKEN"))
    #expect(try place.plateau("report", "verdict").output == "verdict/index.html\n")
    let strict = try Tool.run(
      arguments + ["--resume", "--require", "PLAUSIBLE"], in: place.path)
    #expect(strict.status == 1)
    #expect(strict.errors == "The verdict is not PLAUSIBLE or better.\n")
    let lenient = try Tool.run(arguments + ["--resume", "--require", "BROKEN"], in: place.path)
    #expect(lenient.status == 0)
  }

  @Test func `analyzes, prints tables and JSON, and writes arrays`() throws {
    #expect(try Tool.run(place.training("seen", epochs: 6), in: place.path).status == 0)
    let arguments = ["analyze", "seen", "--data", "small.npz", "--count", "120", "--quiet"]
    let tables = try Tool.run(arguments, in: place.path)
    #expect(tables.status == 0 && tables.errors.isEmpty)
    for text in ["layer 1", "layer 2", "logits", "± normal", "naive | stable", "0 → 1", "2 → 0"] {
      #expect(tables.output.contains(text), "\(text)")
    }
    let json = try Tool.run(arguments + ["--json", "--output", "geometry"], in: place.path)
    let record = try #require(
      try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    #expect(record["examples"] as? Int == 120 && record["jacobianExamples"] as? Int == 100)
    let layers = try #require(record["layers"] as? [[String: Any]])
    #expect(layers.compactMap { $0["name"] as? String } == ["layer 1", "layer 2", "logits"])
    for key in ["weights", "activities", "naive", "stable", "activityDimensions"] {
      #expect(layers.allSatisfy { $0[key] != nil }, "\(key)")
    }
    let stored = try FileBytes.read(place.path + "/geometry/analysis.json")
    #expect(String(decoding: stored, as: UTF8.self) == json.output)
    let arrays = try NPZFile.read(place.path + "/geometry/analysis.npz")
    #expect(try arrays.array("dissimilarity_2").shape == [120, 120])
    #expect(try arrays.array("path_1_2_log10_fisher_stable").shape == [101])
    let again = try Tool.run(arguments + ["--output", "geometry"], in: place.path)
    #expect(again.status == 2)
    #expect(
      again.errors == "Error: 'geometry/analysis.json' is there already. Choose another output "
        + "folder.\n")
  }

  @Test func `of a wide layer it says what is estimated`() throws {
    let training = place.training("wide", epochs: 1) + ["--set", "network.widths=[4096]"]
    #expect(try Tool.run(training, in: place.path).status == 0)
    let tables = try Tool.run(
      ["analyze", "wide", "--data", "small.npz", "--count", "4", "--quiet"], in: place.path)
    #expect(tables.status == 0 && tables.errors.isEmpty)
    let note =
      "± standard error of 32 random probes at each example: these Jacobians are too large to be "
      + "made.\n"
    #expect(tables.output.contains(note))
    let info = try place.plateau("info", "wide").output
    #expect(info.contains("hidden units   4096"))
    #expect(
      info.contains("1  activation (sigmoid)    4096                                 layer 1"))
    #expect(info.contains("\nlogits   layers.1.weight   3 × 4096"))
  }

  /// The keys that the format of the results promises.
  private func checkAttack(_ report: [String: Any]) throws {
    let top = Set([
      "model", "data", "bounds", "examples", "cleanAccuracy", "ties", "notFinite", "attacks",
      "worstCase",
    ])
    #expect(Set(report.keys) == top)
    #expect(report["examples"] as? Int == 50)
    let attacks = try #require(report["attacks"] as? [[String: Any]])
    #expect(attacks.compactMap { $0["name"] as? String } == ["fgsm", "pgd"])
    for attack in attacks {
      for key in [
        "name", "norm", "epsilon", "gradient", "precision", "robustAccuracy", "successes",
        "unchanged", "zeroGradients", "inconclusive", "precisionDependent", "queries", "seconds",
      ] {
        #expect(attack[key] != nil)
      }
    }
    let worst = try #require((report["worstCase"] as? [String: Any])?["robustAccuracy"] as? Double)
    let accuracies = attacks.compactMap { $0["robustAccuracy"] as? Double }
    #expect(worst <= (accuracies.min() ?? 0))
  }

  @Test func `bad input has a clear message and status 2`() throws {
    func message(_ arguments: String...) throws -> String {
      let result = try Tool.run(arguments, in: place.path)
      #expect(result.status == 2 && result.output.isEmpty)
      return result.errors
    }
    #expect(
      try message("info", "nothing.safetensors")
        == "Error: There is no file 'nothing.safetensors'. Check the path.\n")
    #expect(
      try message("info", "small.npz")
        == "Error: 'small.npz' is no model: models are run folders and files that end in "
        + "'.safetensors' or '.onnx'.\n")
    #expect(
      try message("train", "--preset", "odd", "--output", "x").hasPrefix(
        "Error: There is no preset 'odd'. Presets: vanilla-sigmoid, "))
    #expect(
      try message(
        "train", "--preset", "vanilla-relu", "--set", "training.epoch=3", "--output", "x"
      ).contains("unknown key 'epoch' in training."))
    #expect(
      try message("train", "config.yaml", "--output", "x")
        == "Error: There is no file 'config.yaml'. Check the path.\n")
    #expect(!FileBytes.isFolder(place.path + "/x"))
    try AtomicFile.write(text: "x", to: place.path + "/file")
    let below = try Tool.run(place.training("file/run"), in: place.path)
    #expect(below.status == 2)
    #expect(below.errors.contains("Not a directory"))
  }

  @Test func `a reproduction is written, continued and refused over another`() throws {
    func reproduce(_ extra: String...) throws -> Tool.Result {
      try Tool.run(
        ["reproduce", "--quick", "--data", "small.npz", "--output", "all", "--quiet"] + extra,
        in: place.path)
    }
    let first = try reproduce()
    #expect(first.status == 0)
    #expect(first.output.contains("saturating-sigmoid × 300"))
    #expect(first.output.hasSuffix("Report: all/report/index.html\n"))
    let record = try FileBytes.read(place.path + "/all/report/reproduction.json")
    #expect(try reproduce().status == 2)
    #expect(try FileBytes.read(place.path + "/all/report/reproduction.json") == record)
    // Everything is there already: the same figures, found without training again.
    let second = try reproduce("--resume")
    #expect(second.status == 0 && second.output == first.output)
    let json = try reproduce("--resume", "--json")
    #expect(json.status == 0 && json.output.hasPrefix("{\n"))
    let both = try reproduce("--full")
    #expect(both.status == 2 && both.output.isEmpty)
    #expect(
      both.errors.hasPrefix(
        "Error: --quick takes minutes and --full more than an hour; they exclude each other. Give "
          + "one of them, or neither for the normal reproduction.\n"))
    let other = try reproduce("--resume", "--seed", "5")
    #expect(other.status == 2)
    #expect(other.errors.contains("'all' holds a quick reproduction of seed 0 on 'small.npz'"))
  }
}
