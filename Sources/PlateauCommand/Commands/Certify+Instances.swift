import ArgumentParser
import Plateau

extension Certify {
  /// Answers the instances of a list.
  func verify(list path: String) throws {
    let list = try InstanceList.read(path)
    let run = InstanceRun(
      list, method: method, mostSeconds: timeout, seed: seed,
      memory: memory?.bytes, tolerance: tolerance,
      folder: try output.map { try InstanceFolder($0) },
      workers: options.workers)
    Interruption.listen()
    let progress = options.progress
    let count = list.instances.count
    let report = try run.run { share, activity in
      progress.update(share) { activity }
      return !Interruption.isRequested
    } finished: { record, isKept in
      progress.note("\(record.number)/\(count) \(sentence(record, isKept))")
      if json, !LineProtocol.isSpoken { try StandardOutput.write(jsonLine: record) }
    }
    progress.clear()
    guard let report else {
      StandardError.write(
        output.map {
          "Stopped; every finished instance is in '\($0)'. Go on with the same command.\n"
        } ?? "Stopped; nothing is kept. Give --output to be able to go on.\n")
      throw ExitCode(1)
    }
    if json {
      if LineProtocol.isSpoken { try StandardOutput.write(json: report) }
    } else {
      show(report)
    }
    if report.count(of: .error) > 0 { throw ExitCode(1) }
  }

  /// What came of an instance, in a line.
  private func sentence(_ record: InstanceRecord, _ isKept: Bool) -> String {
    let message = record.message.map { ": \($0)" } ?? ""
    return "\(record.network.path), \(record.property.path): \(record.answer.rawValue)"
      + (isKept ? ", there already" : ", \(NumberText.short(record.seconds)) s") + message
  }

  private func show(_ report: InstanceReport) {
    let rows = report.instances.map { record in
      [
        "\(record.network.path), \(record.property.path)", record.answer.rawValue,
        NumberText.fixed(record.prepareSeconds, 2), NumberText.fixed(record.seconds, 2),
      ]
    }
    StandardOutput.write(table: [["", "answer", "preparation/s", "time/s"]] + rows)
    let counts = InstanceRecord.Answer.allCases.map { ($0, report.count(of: $0)) }
      .filter { $0.1 > 0 }.map { "\($0.1) \($0.0.rawValue)" }.joined(separator: ", ")
    let number = report.instances.count
    let messages = report.instances.compactMap { record in
      record.message.map {
        "\(record.network.path), \(record.property.path): \(record.answer.rawValue): \($0)"
      }
    }
    StandardOutput.write(
      notes: messages + ["\(number) instance\(number == 1 ? "" : "s"): \(counts)."])
  }
}
