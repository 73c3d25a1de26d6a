import PlateauExperiments
import PlateauNetworks
import PlateauTraining
import Testing

@Suite("Configurations")
struct ConfigurationTests {
  private func message(_ yaml: String, overrides: [String] = []) -> String? {
    do {
      _ = try RunConfiguration(yaml: yaml, named: "run.yaml", overrides: overrides)
      return nil
    } catch {
      return error.message
    }
  }

  @Test(arguments: Preset.all)
  func `every preset reads back as it was written`(preset: Preset) throws {
    for isQuick in [false, true] {
      let configuration = try preset.configuration(isQuick: isQuick)
      let read = try RunConfiguration(yaml: configuration.yaml, named: "preset")
      #expect(read == configuration)
      #expect(try Preset.named(preset.name) == preset)
    }
  }

  @Test func `sizes of perturbation may be fractions`() throws {
    let read = try RunConfiguration(
      yaml: "training: {attackEpsilon: 8/255, certified: {epsilon: 2/255}}", named: "run.yaml",
      overrides: ["training.certified.trainingEpsilon=4/255"])
    #expect(read.attackEpsilon == 8.0 / 255)
    #expect(read.training.certified?.epsilon == 2.0 / 255)
    #expect(read.training.certified?.trainingEpsilon == 4.0 / 255)
    #expect(message("training: {attackEpsilon: 8/0}")?.contains("'8/0'") == true)
    #expect(message("training: {attackEpsilon: -8/255}")?.contains("'-8/255'") == true)
  }

  @Test func `presets have the names of their training, activation and family`() {
    #expect(Set(Preset.all.map(\.name)).count == Preset.all.count)
    #expect(
      Preset.certified.map(\.name) == [
        "certified-sigmoid", "certified-saturating-sigmoid", "certified-relu",
        "certified-saturating-relu", "certified-relu-strided",
        "certified-saturating-sigmoid-strided",
      ])
  }

  @Test func `every key is written, and reads back`() throws {
    var configuration = RunConfiguration()
    configuration.data = .init(source: "a \"quoted\"\\name\n", validation: 7, limit: 9)
    configuration.network = .init(
      family: .residual, widths: [3, 1], blocks: 2, activation: .clippedReLU,
      initializer: .heUniform,
      normalization: ChannelNormalization(means: [0.5, -1e-3], deviations: [0.25, 7]))
    configuration.training = TrainingPlan(
      epochs: 4, batchSize: 2, optimizer: .adam(rate: 1e-5, decay1: 0.5, weightDecay: 5e-4),
      rateSchedule: try RateSchedule(factor: 0.1, epochs: [1, 3], warmup: 1),
      penalty: SaturationPenalty(
        schedule: try PenaltySchedule(
          minimum: 1e-9, maximum: 0.5, step: 3e-5, warmup: 2, unit: .epochs),
        normalization: .perUnit),
      isAdversarial: true, augmentation: try Augmentation(crop: 4, flips: true),
      selection: .bestValidationAdversarialAccuracy, patience: 3)
    configuration.attackEpsilon = 0.3
    configuration.seed = 12
    #expect(try RunConfiguration(yaml: configuration.yaml, named: "x") == configuration)
    for optimizer in [
      Optimizer.sgd(rate: 0.1, momentum: 0.9, weightDecay: 1e-4), .rmsprop(weightDecay: 0.5),
    ] {
      configuration.training.optimizer = optimizer
      configuration.training.rateSchedule = try .cosine(warmup: 2)
      #expect(try RunConfiguration(yaml: configuration.yaml, named: "x") == configuration)
    }
  }

  @Test func `transformers have heads and patches, which others have not`() throws {
    let read = try RunConfiguration(
      yaml: "network: {family: transformer, heads: 4}\n"
        + "training: {penalty: {maximum: 1e-3, step: 1e-6, attention: 3}}", named: "x")
    #expect(read.network.widths == [32, 64] && read.network.blocks == 2)
    #expect(read.network.heads == 4 && read.network.patch == 7)
    #expect(read.training.penalty?.attention == 3)
    #expect(try RunConfiguration(yaml: read.yaml, named: "x") == read)
    #expect(!RunConfiguration().yaml.contains("heads"))
    #expect(
      message("network: {heads: 2}")?.contains(
        "network.heads is of transformers, and a perceptron network has none; leave it out.")
        == true)
    #expect(
      message("network: {family: transformer, widths: [8]}")?.contains(
        "network.widths has 1 numbers; a transformer has two: the numbers of a token, and the hidden "
          + "units of a block.") == true)
  }

  @Test func `certified training is written, and reads back`() throws {
    var configuration = RunConfiguration()
    let penalty = SaturationPenalty(
      schedule: try PenaltySchedule(maximum: 0.5, step: 3e-5), normalization: .perUnit)
    for certified in [
      try CertifiedTraining(epsilon: 0.1),
      try CertifiedTraining(
        method: .both, epsilon: 0.1, trainingEpsilon: 0.15, start: 1, warmup: 3, kappa: 0.25,
        regularization: 0.125, penalty: penalty),
      try CertifiedTraining(method: .saturation, epsilon: 0.3, penalty: penalty),
    ] {
      configuration.training.certified = certified
      #expect(try RunConfiguration(yaml: configuration.yaml, named: "x") == configuration)
    }
  }

  @Test func `schedules of earlier versions are still read`() throws {
    let read = try RunConfiguration(
      yaml: "training: {rateSchedule: {factor: 0.5, epochs: [2]}}", named: "x")
    #expect(read.training.rateSchedule == (try RateSchedule(factor: 0.5, epochs: [2])))
  }

  @Test func `what is left out has its default`() throws {
    #expect(try RunConfiguration(yaml: "", named: "x") == RunConfiguration())
    let changed = try RunConfiguration(
      yaml: "training: {epochs: 3}", named: "x",
      overrides: ["training.epochs=5", "network.widths=[7]"])
    #expect(changed.training.epochs == 5)
    #expect(changed.network.widths == [7])
    let moved = try RunConfiguration(
      yaml: "training: {augmentation: null}", named: "x",
      overrides: ["training.augmentation.crop=4"])
    #expect(moved.training.augmentation == (try Augmentation(crop: 4)))
  }

  @Test(arguments: [
    (
      "sede: 1",
      "'run.yaml', line 1, column 1: unknown key 'sede'. Known keys: data, network, training, seed."
    ),
    (
      "network:\n  family: convolutional\n  widths: []\n",
      "'run.yaml', line 3, column 11: network.widths is empty; a convolutional network needs a width."
    ),
    (
      "network:\n  blocks: 2\n",
      "'run.yaml', line 2, column 11: network.blocks is 2, but a perceptron network has no blocks; "
        + "leave it out."
    ),
    (
      "network:\n  normalization: {means: [0.1]}\n",
      "'run.yaml', line 2, column 18: network.normalization needs means and deviations: a number of "
        + "each for every channel."
    ),
    (
      "network:\n  normalization: {means: [0.1], deviations: [0]}\n",
      "'run.yaml', line 2, column 46: network.normalization.deviations[0] is '0'; it must be a number, "
        + "more than 0."
    ),
    (
      "network:\n  width: [3]",
      "'run.yaml', line 2, column 3: unknown key 'width' in network. Known keys: family, "
        + "widths, blocks, heads, patch, activation, initializer, normalization."
    ),
    (
      "training: {epochs: many}",
      "'run.yaml', line 1, column 20: training.epochs is 'many'; it must be an integer, 1 or more."
    ),
    (
      "network: {widths: [200, -1]}",
      "'run.yaml', line 1, column 25: network.widths[1] is '-1'; it must be an integer, 1 or more."
    ),
    (
      "training: {penalty: {maximum: -0.1, step: 1}}",
      "'run.yaml', line 1, column 31: training.penalty.maximum is '-0.1'; it must be a number, "
        + "0 or more."
    ),
    (
      "training: {penalty: {maximum: 0.1, step: -1}}",
      "'run.yaml', line 1, column 42: training.penalty.step is '-1'; it must be a number, 0 or "
        + "more."
    ),
    (
      "training: {optimizer: {name: rmsprop, rate: 0}}",
      "'run.yaml', line 1, column 45: training.optimizer.rate is '0'; it must be a number, more "
        + "than 0."
    ),
    (
      "training: {optimizer: {name: sgd, rate: 1, weightDecay: -1}}",
      "'run.yaml', line 1, column 57: training.optimizer.weightDecay is '-1'; it must be a number, "
        + "0 or more."
    ),
    (
      "network: {activation: swish}",
      "'run.yaml', line 1, column 23: network.activation is 'swish'; it must be one of sigmoid, "
        + "tanh, relu, clippedReLU, leakyReLU:0.01, elu:1.0, selu, celu:1.0, gelu, geluTanh, silu, "
        + "softplus:1.0, mish, softsign, hardSigmoid:0.16666666666666666:0.5, hardSwish, abs, sign, "
        + "erf, floor, ceil, round, exp, log, sqrt, reciprocal, sin, cos, pow:2.0, quantized:1.0:-128.0:127.0."
    ),
    (
      "training: {adversarial: maybe}",
      "'run.yaml', line 1, column 25: training.adversarial is 'maybe'; it must be true or false."
    ),
    (
      "training: {rateSchedule: {factor: 0.1, epochs: [5, 2]}}",
      "'run.yaml', line 1, column 26: The learning rate drops after the epochs [5, 2]; they must "
        + "ascend, from 1 or later."
    ),
    (
      "training: {rateSchedule: {factor: 0.1}}",
      "'run.yaml', line 1, column 26: training.rateSchedule needs factor and epochs, what the rate "
        + "is multiplied by and after which epochs, or decay: cosine."
    ),
    (
      "training: {rateSchedule: {decay: linear}}",
      "'run.yaml', line 1, column 34: training.rateSchedule.decay is 'linear'; it must be one of "
        + "drops, cosine."
    ),
    (
      "training: {rateSchedule: {decay: cosine, factor: 0.1}}",
      "'run.yaml', line 1, column 42: unknown key 'factor' in training.rateSchedule. Known keys: "
        + "decay, warmup."
    ),
    (
      "training: {epochs: 3, rateSchedule: {decay: cosine, warmup: 3}}",
      "'run.yaml', line 1, column 11: The warmup of the learning rate takes 3 epochs of 3. Make it "
        + "shorter, or train longer."
    ),
    (
      "training: {augmentation: {crop: 17}}",
      "'run.yaml', line 1, column 33: The crop of the augmentation is 17 pixels; it must be from 0 "
        + "to 16."
    ),
    (
      "training: {augmentation: {crop: -1}}",
      "'run.yaml', line 1, column 33: training.augmentation.crop is '-1'; it must be an integer, 0 "
        + "or more."
    ),
    (
      "training: {augmentation: {flips: 1}}",
      "'run.yaml', line 1, column 34: training.augmentation.flips is '1'; it must be true or false."
    ),
    (
      "training: {augmentation: {flip: true}}",
      "'run.yaml', line 1, column 27: unknown key 'flip' in training.augmentation. Known keys: crop, "
        + "flips."
    ),
    (
      "training: {augmentation: true}",
      "'run.yaml', line 1, column 26: training.augmentation is 'true'; it must be a mapping with "
        + "the keys crop, flips."
    ),
    (
      "training: [1]",
      "'run.yaml', line 1, column 11: training is a list; it must be a mapping with the keys "
        + "epochs, batchSize, optimizer, rateSchedule, penalty, adversarial, attackEpsilon, "
        + "certified, augmentation, selection, patience."
    ),
    (
      "training: {certified: {method: interval}}",
      "'run.yaml', line 1, column 23: training.certified needs epsilon: the radius at which "
        + "accuracies by bounds are measured."
    ),
    (
      "training: {certified: {epsilon: 1.5}}",
      "'run.yaml', line 1, column 33: training.certified.epsilon is '1.5'; it must be a number, from "
        + "0 to 1."
    ),
    (
      "training: {certified: {epsilon: 0.1, method: crown}}",
      "'run.yaml', line 1, column 46: training.certified.method is 'crown'; it must be one of "
        + "interval, saturation, both."
    ),
    (
      "training: {certified: {epsilon: 0.1, rampup: 3}}",
      "'run.yaml', line 1, column 38: unknown key 'rampup' in training.certified. Known keys: method, "
        + "epsilon, trainingEpsilon, start, warmup, kappa, regularization, penalty."
    ),
    (
      "training: {certified: {epsilon: 0.1, method: both}}",
      "'run.yaml', line 1, column 23: Certified training by 'both' needs a penalty, but none was "
        + "given. Give its maximum and step, or choose 'interval'."
    ),
    (
      "training: {certified: {epsilon: 0.1, warmup: 10}}",
      "'run.yaml', line 1, column 11: The start and warmup of certified training take 10 epochs of "
        + "10. Make them shorter, or train longer."
    ),
    ("training: {epochs: [}", "'run.yaml' is not valid YAML: line 1, column 21: "),
  ])
  func `a mistake is named with its place`(yaml: String, expected: String) throws {
    let found = try #require(message(yaml))
    if expected.hasSuffix(": ") {
      #expect(found.hasPrefix(expected))
    } else {
      #expect(found == expected)
    }
  }

  @Test func `messages stay on one short line whatever the file holds`() throws {
    // Each was found by fuzzing.
    let long = String(repeating: "x", count: 5000)
    for yaml in [
      "data:\n  source:\0 strokes", "\(long): 1", "seed: \(long)", "seed: \"a\\nb\\0\"",
      "\"a\\nb\": 1", "\(long): 1\n\(long): 2", "training: {optimizer: {name: \(long)}}",
    ] {
      let found = try #require(message(yaml))
      #expect(found.utf8.count < 600 && found.contains("'run.yaml'"))
      #expect(!found.unicodeScalars.contains { $0.value < 0x20 })
    }
    #expect(
      message("data:\n  source:\0 strokes")
        == "'run.yaml' is not valid YAML: control characters are not allowed: U+0.")
    #expect(throws: ExperimentError.self) {
      try RunConfiguration(parsing: [0x61, 0xff], named: "run.yaml")
    }
  }

  @Test func `aliases of aliases of aliases are refused before they are compared`() {
    let levels = (1..<40).map { "a\($0): &a\($0) [*a\($0 - 1), *a\($0 - 1)]\n" }.joined()
    #expect(
      message("a0: &a0 [x]\n\(levels)? *a39\n: y\n")
        == "'run.yaml' has 79 aliases, such as '*name'; at most 16 are read. Write out what they "
        + "stand for.")
    #expect(message("# *** rows * columns ***\nseed: 3") == nil)
  }

  @Test func `an override that sets nothing is refused`() {
    #expect(
      message("", overrides: ["training.epochs"])
        == "'training.epochs' does not set a value. Write key=value, such as training.epochs=5.")
    #expect(
      message("seed: 3", overrides: ["seed.x=1"])
        == "'seed.x=1' sets 'x' of a value that is no mapping.")
  }
}
