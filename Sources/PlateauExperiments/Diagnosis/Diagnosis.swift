public import PlateauData
public import PlateauNumerics

/// What a report of a fault begins with: the machine, what is in use of it, and how fast it is.
public struct Diagnosis: Codable, Sendable, Hashable {
  /// The speed of products in one number type.
  public struct Speed: Codable, Sendable, Hashable {
    /// `float` or `double`.
    public var precision: Precision
    /// What was measured on one thread, in 10⁹ operations a second.
    public var gigaflops: Double
    /// What the level should give at least, in the same unit; nil for portable code.
    public var expected: Double?
  }

  /// Where a dataset is.
  public struct Place: Codable, Sendable, Hashable {
    /// The name of the dataset.
    public var name: String
    /// Its folder; nil where it is built in, or was not found.
    public var folder: String?
    /// Whether it can be used.
    public var isFound: Bool
  }

  /// The version of Plateau.
  public var plateau: String
  /// The version of Swift that compiled it.
  public var swift: String
  /// The operating system and the architecture.
  public var system: String
  /// The processor's model, for people; nothing is decided by it.
  public var processor: String?
  /// The features of the processor that matter.
  public var features: [String]
  /// The level in use.
  public var level: String
  /// The levels that the processor runs, the fastest first.
  public var levels: [String]
  /// The processors that this process may use, which is its number of threads unless given.
  public var processors: Int
  /// The clock, in 10⁹ cycles a second.
  public var gigahertz: Double
  /// The speed of products.
  public var products: [Speed]
  /// The memory.
  public var memory: MachineMemory
  /// The datasets that have a name.
  public var data: [Place]
  /// What is wrong, with its likely cause, in sentences.
  public var warnings: [String]

  /// Examines this machine.
  ///
  /// - Parameter catalog: Where datasets are looked for.
  /// - Complexity: Less than a second.
  public init(data catalog: DatasetCatalog) {
    let clock = Processor.clock()
    let speeds = [Precision.float, .double].map { ProductSpeed.measure($0, clock: clock) }
    plateau = plateauVersion
    swift = BuildDescription.compiler
    system = RunEnvironment.systemName
    processor = Self.processorName
    features = Processor.features
    level = ProcessorLevel.current.rawValue
    levels = ProcessorLevel.available.map(\.rawValue)
    processors = Workers.processors
    gigahertz = 1e-9 * clock
    products = speeds.map {
      Speed(precision: $0.precision, gigaflops: $0.gigaflops, expected: $0.expected)
    }
    memory = MachineMemory()
    data = KnownDataset.allCases.map { dataset in
      let folder = dataset.isBuiltIn ? nil : catalog.folder(of: dataset)?.path
      return Place(
        name: dataset.rawValue, folder: folder, isFound: dataset.isBuiltIn || folder != nil)
    }
    warnings = Self.warnings(speeds, .current, ProcessorLevel.available)
  }

  /// Returns what is to be said of speeds at a level, of those that there are.
  static func warnings(
    _ speeds: [ProductSpeed], _ level: ProcessorLevel, _ available: [ProcessorLevel]
  ) -> [String] {
    var result: [String] = []
    if let best = available.first, best != level {
      result.append(
        "PLATEAU_LEVEL asks for '\(level.rawValue)': products are slower than at '\(best.rawValue)', "
          + "with the same results. Unset it.")
    } else if level == .portable {
      result.append(
        "This processor has no level of its own: products run portable code, some twenty times "
          + "slower. One with AVX2 and FMA, or an arm64, has.")
    }
    for speed in speeds where speed.isSlow {
      guard let expected = speed.expected else { continue }
      let found =
        "Products in \(speed.precision.rawValue) run at \(NumberText.fixed(speed.gigaflops, 0)) Gflop/s, "
        + "where \(NumberText.fixed(expected, 0)) are expected of '\(level.rawValue)'"
      let cause =
        speed.share < 0.9
        ? ": other programs had the processor for \(NumberText.percent(1 - speed.share)) of the "
          + "time. Stop them, or ask for fewer threads."
        : ", although no other program took the processor: it may be shared with other machines, "
          + "emulated, or slowed down by heat."
      result.append(found + cause)
    }
    return result
  }
}
