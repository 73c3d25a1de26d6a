import PlateauFormats
import PlateauTraining

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A training state as a file: its buffers as tensors, its counters as metadata.
enum Checkpoint {
  private static let parameters = "parameters"
  private static let selected = "selected"
  private static let positionKey = "plateau.position"
  private static let formatKey = "plateau.checkpoint"
  private static let format = "1"

  /// Writes a state, replacing an earlier one in one step.
  static func write(_ state: TrainingState, to path: String) throws {
    // The shortest text that reads back to the same bits is what the encoder prints.
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let position = String(decoding: try encoder.encode(state.position), as: UTF8.self)
    var builder = SafetensorsBuilder(metadata: [formatKey: format, positionKey: position])
    builder.add(parameters, shape: [state.parameters.count], values: state.parameters)
    for (index, moment) in state.moments.enumerated() {
      builder.add("moment.\(index)", shape: [moment.count], values: moment)
    }
    if let chosen = state.selectedParameters {
      builder.add(selected, shape: [chosen.count], values: chosen)
    }
    try builder.write(to: path)
  }

  /// Reads a state.
  static func read(_ path: String) throws -> TrainingState {
    let file = try SafetensorsFile.read(path)
    guard file.metadata[formatKey] == format, let position = file.metadata[positionKey] else {
      throw ExperimentError(
        .mismatch,
        "'\(path)' is no checkpoint of this version of Plateau. Start the run again in another "
          + "folder.")
    }
    let moments = file.tensors.count { $0.name.hasPrefix("moment.") }
    do {
      return TrainingState(
        parameters: try file.values(of: parameters),
        moments: try (0..<moments).map { try file.values(of: "moment.\($0)") },
        selectedParameters: file.tensor(selected) == nil ? nil : try file.values(of: selected),
        position: try JSONDecoder().decode(TrainingPosition.self, from: Data(position.utf8)))
    } catch let error as DecodingError {
      throw ExperimentError(
        .mismatch, "'\(path)' has a damaged position: \(error). Start the run again.")
    }
  }
}
