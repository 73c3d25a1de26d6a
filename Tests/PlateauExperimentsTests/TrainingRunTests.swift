import PlateauData
import PlateauExperiments
import PlateauNetworks
import PlateauNumerics
import PlateauTraining
import Testing

@Suite("Training runs in folders")
struct TrainingRunTests {
  private let parent: TemporaryFolder
  private let dataset = SmallData.dataset()

  init() throws { parent = try TemporaryFolder() }

  private func open(
    _ name: String, _ configuration: RunConfiguration, resumes: Bool = false,
    dataset: Dataset? = nil
  ) throws -> TrainingRun {
    let data = try StudyData(dataset ?? self.dataset, configuration.data)
    return try TrainingRun(
      RunFolder("\(parent.path)/\(name)"), configuration: configuration, data: data, attack: nil,
      resumes: resumes, workers: Workers(threads: 1))
  }

  private func message(_ body: () throws -> Void) -> String? {
    do {
      try body()
      return nil
    } catch let error as any DiagnosedError {
      return error.message.replacing(parent.path, with: "DIR")
    } catch {
      return "\(error)"
    }
  }

  @Test func `a finished run is complete and can be loaded`() throws {
    let configuration = try SmallData.configuration()
    let run = try open("run", configuration)
    guard case .finished(let network) = try run.run() else {
      Issue.record("the run did not finish")
      return
    }
    let folder = run.folder
    for file in [folder.configuration, folder.environment, folder.metrics, folder.model] {
      #expect(FileBytes.isFile(file))
    }
    #expect(try RunConfiguration(contentsOf: folder.configuration) == configuration)
    #expect(try folder.readMetrics().count == 4)
    #expect(try folder.readEnvironment().dataChecksum == dataset.checksum)
    let loaded = try LoadedModel(folder.path)
    #expect(loaded.network.parameters == network.parameters.map { Double($0) })
    #expect(loaded.configuration == configuration.yaml)
    #expect(loaded.data == "small")
    let record = try RunRecord(folder)
    #expect(record.epochs.count == 4 && record.weights.count == 3 && record.attacks == nil)
  }

  @Test(arguments: [1, 15, 16, 40, 63])
  func `an interrupted run continues to the same bytes`(stop: Int) throws {
    let configuration = try SmallData.configuration()
    let whole = try open("whole", configuration)
    _ = try whole.run()
    guard
      case .interrupted(let step) = try open("parts", configuration).run({ $0.step < stop })
    else {
      #expect(stop >= whole.totalSteps)
      return
    }
    #expect(step == stop)
    let rest = try open("parts", configuration, resumes: true)
    #expect(rest.firstStep == stop)
    _ = try rest.run()
    #expect(try FileBytes.read(rest.folder.model) == FileBytes.read(whole.folder.model))
    let pairs = zip(rest.epochs, whole.epochs).map { ($0.loss, $1.loss) }
    #expect(pairs.count == 4 && pairs.allSatisfy { $0 == $1 })
  }

  @Test func `an interrupted run with augmentation continues to the same bytes`() throws {
    var configuration = try SmallData.configuration(epochs: 3)
    configuration.training.augmentation = try Augmentation(crop: 1, flips: true)
    let whole = try open("whole", configuration)
    _ = try whole.run()
    _ = try open("parts", configuration).run { $0.step < 20 }
    let rest = try open("parts", configuration, resumes: true)
    #expect(rest.firstStep == 20)
    _ = try rest.run()
    #expect(try FileBytes.read(rest.folder.model) == FileBytes.read(whole.folder.model))
    configuration.training.augmentation = nil
    #expect(
      message { _ = try open("parts", configuration, resumes: true) }
        == "'DIR/parts' holds a run with 'augmentation: {crop: 1, flips: true}', but "
        + "'augmentation: null' was asked for. Continue it with its own configuration, or choose "
        + "another output folder.")
  }

  @Test func `an interrupted run of certified training continues to the same bytes`() throws {
    var configuration = try SmallData.configuration(epochs: 3)
    configuration.network = .init(
      family: .strided, widths: [4, 8], activation: .relu, initializer: .intervalNormal)
    configuration.training.penalty = nil
    configuration.training.certified = try CertifiedTraining(
      method: .both, epsilon: 0.05, warmup: 2,
      penalty: SaturationPenalty(schedule: try PenaltySchedule(maximum: 1e-3, step: 1e-4)))
    configuration.training.selection = .bestValidationBoundedAccuracy
    let whole = try open("whole", configuration)
    _ = try whole.run()
    _ = try open("parts", configuration).run { $0.step < 20 }
    let rest = try open("parts", configuration, resumes: true)
    #expect(rest.firstStep == 20)
    _ = try rest.run()
    #expect(try FileBytes.read(rest.folder.model) == FileBytes.read(whole.folder.model))
    let records = try rest.folder.readMetrics()
    #expect(records.map(\.boundEpsilon).last == 0.05)
    #expect(records.allSatisfy { $0.boundedAccuracy != nil && $0.boundLoss != nil })
    #expect(records.map(\.boundedAccuracy) == whole.epochs.map(\.boundedAccuracy))
  }

  @Test func `a folder in use is refused and left alone`() throws {
    let configuration = try SmallData.configuration(epochs: 1)
    let run = try open("run", configuration)
    _ = try run.run()
    let before = try FileBytes.read(run.folder.model)
    #expect(
      message { _ = try open("run", configuration) }
        == "'DIR/run' holds another run. Continue it with --resume, or choose another output "
        + "folder.")
    var other = configuration
    other.training.epochs = 2
    #expect(
      message { _ = try open("run", other, resumes: true) }
        == "'DIR/run' holds a run with 'epochs: 1', but 'epochs: 2' was asked for. Continue it with "
        + "its own configuration, or choose another output folder.")
    let different = SmallData.dataset(seed: 5)
    let text = message { _ = try open("run", configuration, resumes: true, dataset: different) }
    #expect(text?.hasPrefix("'DIR/run' was trained on 'small' with the checksum ") == true)
    #expect(try FileBytes.read(run.folder.model) == before)
    try Folder.create("\(parent.path)/letters")
    try AtomicFile.write(text: "x", to: "\(parent.path)/letters/letter.txt")
    #expect(
      message { _ = try open("letters", configuration) }
        == "'DIR/letters' holds 'letter.txt' and is no run of Plateau. Choose another output "
        + "folder.")
  }

  @Test func `an output path below a file is refused`() throws {
    try AtomicFile.write(text: "x", to: "\(parent.path)/file")
    let text = message { _ = try open("file/run", SmallData.configuration()) }
    #expect(
      text == "Cannot create the folder 'DIR/file/run/checkpoints': Not a directory. A part of the "
        + "path is a file; choose another folder.")
    #expect(try FileBytes.read("\(parent.path)/file") == [UInt8(ascii: "x")])
  }

  @Test func `a run that diverges keeps its last good checkpoint`() throws {
    var configuration = try SmallData.configuration()
    configuration.network.activation = .relu
    configuration.training.optimizer = .sgd(rate: 1e30)
    configuration.training.penalty = nil
    let run = try open("run", configuration)
    var steps = 0
    let text = message {
      _ = try run.run { progress in
        steps = progress.step
        return true
      }
    }
    #expect(text?.hasPrefix("Training diverged at step ") == true)
    #expect(!FileBytes.isFile(run.folder.model))
    // What is kept, if an epoch was finished before, is sound.
    if FileBytes.isFile(run.folder.checkpoint) {
      #expect(try open("run", configuration, resumes: true).firstStep <= steps)
    }
  }

  @Test func `an unfinished run is no model`() throws {
    let run = try open("run", SmallData.configuration())
    _ = try run.run { $0.step < 3 }
    #expect(
      message { _ = try LoadedModel(run.folder.path) }
        == "The run in 'DIR/run' is not finished: it has no 'model.safetensors'. Continue it with "
        + "'plateau train --output DIR/run --resume'.")
    #expect(
      message { _ = try LoadedModel(parent.path) }
        == "The folder 'DIR' holds no run: it has no 'config.yaml'. Give a folder that "
        + "'plateau train' wrote, or a file that ends in '.safetensors' or '.onnx'.")
  }

  @Test func `too little data for the validation examples is refused`() throws {
    var configuration = try SmallData.configuration()
    configuration.data.validation = 600
    #expect(
      message { _ = try open("run", configuration) }
        == "The dataset 'small' has 600 training examples, of which 600 are to validate. Set "
        + "data.validation below 600.")
  }

  @Test func `a run killed before its configuration was written starts again`() throws {
    let folder = "\(parent.path)/run"
    try Folder.create(folder + "/checkpoints")
    try AtomicFile.write(text: "{}", to: folder + "/environment.json")
    try AtomicFile.write(text: "half", to: folder + "/config.yaml.partial-1")
    let run = try open("run", SmallData.configuration(epochs: 1), resumes: true)
    _ = try run.run()
    #expect(run.folder.isFinished)
    try AtomicFile.write(text: "half", to: folder + "/checkpoints/latest.partial-2")
    _ = try open("run", SmallData.configuration(epochs: 1), resumes: true)
    #expect(try Folder.names(in: folder).allSatisfy { !$0.contains(".partial-") })
    #expect(try Folder.names(in: folder + "/checkpoints") == ["latest.safetensors"])
  }
}
