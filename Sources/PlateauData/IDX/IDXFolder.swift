import PlateauNumerics

/// A folder with the four IDX files of MNIST, or of a dataset made like it.
public struct IDXFolder: Sendable, Hashable {
  /// The four files.
  public enum Part: String, Sendable, Hashable, CaseIterable {
    /// Images to train on.
    case trainingImages = "train-images-idx3-ubyte"
    /// Labels of the images to train on.
    case trainingLabels = "train-labels-idx1-ubyte"
    /// Images to test on.
    case testImages = "t10k-images-idx3-ubyte"
    /// Labels of the images to test on.
    case testLabels = "t10k-labels-idx1-ubyte"

    /// The names under which the file is found: with `-` or `.` before `idx`, gzipped or not.
    var names: [String] {
      let parts = rawValue.split(separator: "-", maxSplits: 2)
      let dotted = "\(parts[0])-\(parts[1]).\(parts[2])"
      return [rawValue, rawValue + ".gz", dotted, dotted + ".gz"]
    }
  }

  /// The path of the folder.
  public let path: String

  /// The number of classes: the digits.
  public static let classCount = 10

  /// Names a folder; nothing is read yet.
  public init(_ path: String) { self.path = path }

  /// Whether the folder holds all four files, under any of their names.
  public var isComplete: Bool { Part.allCases.allSatisfy { file(of: $0) != nil } }

  /// Whether the folder holds any of the four files.
  public var isStarted: Bool { Part.allCases.contains { file(of: $0) != nil } }

  /// The path of a file, where it is there.
  public func file(of part: Part) -> String? {
    part.names.map { FilePathText.joined(path, $0) }.first(where: FileBytes.isFile)
  }

  /// Reads the four files, or only the two to test on where neither of the others is there.
  ///
  /// - Parameter name: What the dataset is called; the folder's own name by default.
  /// - Returns: Images of shape `[examples, rows · columns]`, each byte divided by 255.
  /// - Throws: `DataError` where a file is missing or malformed, labels are not digits, or the
  ///   files do not belong together.
  public func dataset(named name: String? = nil) throws(DataError) -> Dataset {
    let trains = [Part.trainingImages, .trainingLabels].contains { file(of: $0) != nil }
    let name = name ?? FilePathText.name(of: path)
    guard trains || file(of: .testImages) == nil else {
      let test = try examples(.testImages, .testLabels)
      return Dataset(
        name: name, training: .none(classCount: test.classCount, shape: test.shape), test: test)
    }
    let training = try examples(.trainingImages, .trainingLabels)
    let test = try examples(.testImages, .testLabels)
    guard training.shape == test.shape else {
      throw DataError(
        .mismatch,
        "In '\(path)', training images are \(training.shape) and test images \(test.shape). "
          + "Take all four files from the same dataset.")
    }
    return Dataset(name: name, training: training, test: test)
  }

  /// The path of a file that has to be there.
  func required(_ part: Part) throws(DataError) -> String {
    if let found = file(of: part) { return found }
    throw FilePathText.missing(part.rawValue, in: path)
  }

  private func examples(_ images: Part, _ labels: Part) throws(DataError) -> Examples {
    try Self.examples(images: try required(images), labels: try required(labels))
  }
}

// MARK: - One pair of files

extension IDXFolder {
  /// Reads a file of images with its file of labels.
  ///
  /// - Throws: `DataError` where a file is malformed, a label is not a digit, or the counts
  ///   differ.
  public static func examples(images: String, labels: String) throws(DataError) -> Examples {
    let pixels = try IDXFile.read(images, dimensionCount: 3)
    let classes = try IDXFile.read(labels, dimensionCount: 1)
    guard pixels.dimensions[0] == classes.dimensions[0] else {
      throw DataError(
        .mismatch,
        "'\(images)' has \(pixels.dimensions[0]) images, but '\(labels)' has "
          + "\(classes.dimensions[0]) labels. Take both files from the same dataset.")
    }
    guard pixels.dimensions[1] > 0 && pixels.dimensions[2] > 0 else {
      throw DataError(
        .malformed,
        "'\(images)' declares images of \(pixels.dimensions[1])×\(pixels.dimensions[2]) pixels. "
          + "Fetch it again.")
    }
    if let index = classes.values.firstIndex(where: { $0 >= classCount }) {
      throw DataError(
        .malformed,
        "'\(labels)' has the label \(classes.values[index]) at example \(index), but classes go "
          + "from 0 to \(classCount - 1). Fetch it again, or use npz for other classes.")
    }
    let shape = InputShape(
      channels: 1, height: pixels.dimensions[1], width: pixels.dimensions[2])
    let inputs = Matrix(
      rows: pixels.dimensions[0], columns: shape.count, elements: Pixels.scaled(pixels.values))
    return Examples(
      inputs: inputs, labels: classes.values.map(Int.init), classCount: classCount, shape: shape)
  }
}
