import Plateau
import Synchronization

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Asks whoever runs the program for the logits of a model that a file stands for.
///
/// Inputs go out as `query.npy` beside the file, `[examples, features]` in single precision; logits
/// come back as `answer.npy`, `[examples, classes]`, once a line on standard input says so. See
/// docs/protocol.md.
final class CalledModel: Sendable {
  let file: CallableFile
  private let queries = Atomic<Int>(0)

  /// A line of standard input.
  private struct Reply: Decodable {
    let reply: String
    let number: Int
    let text: String?
  }

  init(_ file: CallableFile) {
    self.file = file
  }

  /// The model; where it does not repeat itself its logits are means of answers.
  ///
  /// - Parameter examples: Some of what it will be asked, to find that out.
  /// - Returns: The model, after the first two queries.
  /// - Throws: `ExperimentError` where it does not answer as it should.
  func model(for examples: Matrix<Float>) throws -> QueriedModel {
    func model(answers: Int) -> QueriedModel {
      QueriedModel(
        inputShape: file.inputShape, classCount: file.classCount, answers: answers
      ) { try self.logits(of: $0) }
    }
    let single = model(answers: 1)
    let few = examples.rows(0..<min(examples.rows, 32))
    let answers = (0..<2).map { _ in single.judgedLogits(of: few, workers: Workers(threads: 1)) }
    if let failure = single.failure { throw failure }
    return answers[0] == answers[1] ? single : model(answers: RandomDraws.standardCount)
  }

  /// Asks once, and waits for the answer.
  private func logits(of inputs: Matrix<Float>) throws -> Matrix<Double> {
    let number = queries.add(1, ordering: .relaxed).newValue
    let question = NPYArray(inputs.elements, shape: [inputs.rows, inputs.columns])
    let query = file.sibling("query.npy")
    do {
      // Not synced: nobody reads it after a crash.
      try Data(question.encoded()).write(to: URL(filePath: query))
    } catch {
      throw ExperimentError(
        .system, "'\(query)' cannot be written, to ask '\(file.name)': \(error). Free some space.")
    }
    LineProtocol.send(LineProtocol.Query(number: number, examples: inputs.rows))
    try wait(for: number)
    let answer = try NPYArray.read(file.sibling("answer.npy"))
    guard answer.shape == [inputs.rows, file.classCount] else {
      throw ExperimentError(
        .model,
        "The answer of '\(file.name)' has the shape \(answer.shape); expected [\(inputs.rows), "
          + "\(file.classCount)], the logits of each example.")
    }
    let logits: Matrix<Double> = try answer.matrix()
    guard let place = logits.elements.firstIndex(where: \.isNaN) else { return logits }
    throw ExperimentError(
      .model,
      "The answer of '\(file.name)' has no number at [\(place / file.classCount), "
        + "\(place % file.classCount)]; expected logits.")
  }

  private func wait(for number: Int) throws {
    guard let line = readLine() else {
      throw ExperimentError(
        .system,
        "'\(file.name)' gave no answer to query \(number): standard input has ended. Answer each "
          + "query with a line, as docs/protocol.md says.")
    }
    guard let reply = try? JSONDecoder().decode(Reply.self, from: Data(line.utf8)),
      reply.number == number, ["logits", "failure"].contains(reply.reply)
    else {
      throw ExperimentError(
        .model,
        "Standard input has '\(line.prefix(100))'; expected {\"reply\": \"logits\", \"number\": "
          + "\(number)}, or \"failure\" with a \"text\".")
    }
    guard reply.reply == "logits" else {
      throw ExperimentError(.model, "'\(file.name)' failed: \(reply.text ?? "it did not say why").")
    }
  }
}
