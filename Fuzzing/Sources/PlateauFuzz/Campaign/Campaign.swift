import CFuzzGuard
import Plateau

/// Inputs given to a reader one after the other, under watch.
struct Campaign {
  let reader: Reader
  let corpus: Corpus
  let seed: UInt64
  /// Where inputs that fail are saved.
  let output: String
  /// The most memory that one input may take, in bytes.
  let limit: Int64

  /// The processor time that one input may take, in seconds.
  private static let seconds: Int32 = 2

  /// Runs the inputs of some numbers; a failure ends the process.
  ///
  /// - Parameters:
  ///   - numbers: The numbers of the inputs.
  ///   - seconds: After this time no more inputs are given.
  /// - Returns: What became of them.
  func run(_ numbers: Range<Int>, seconds: Double?) -> Tally {
    fuzz_guard_start(output, reader.rawValue, limit, Self.seconds)
    var tally = Tally(reader: reader)
    var progress = Progress(count: numbers.count)
    for number in numbers {
      let input = corpus.input(number: number, seed: seed, reader: reader)
      run(input, number, &tally)
      guard number.isMultiple(of: 256) else { continue }
      progress.update(tally)
      if let seconds, tally.seconds >= seconds { break }
    }
    return tally
  }

  private func run(_ input: Input, _ number: Int, _ tally: inout Tally) {
    var refusal: Refusal?
    var time = Duration.zero
    input.bytes.withUnsafeBufferPointer { bytes in
      let start = ContinuousClock.now
      fuzz_guard_begin(bytes.baseAddress, Int64(bytes.count), seed, Int64(number))
      do {
        try reader.parse(input.bytes, named: input.name)
        fuzz_guard_end()
      } catch {
        fuzz_guard_end()
        refusal = Refusal(error, of: input.name)
      }
      time = ContinuousClock.now - start
      if fuzz_guard_opened() > 0 { fuzz_guard_fail("a file was opened") }
      if let complaint = refusal?.complaint { fuzz_guard_fail(complaint) }
    }
    tally.add(refusal, bytes: input.bytes.count, memory: fuzz_guard_peak(), time: time)
  }
}
