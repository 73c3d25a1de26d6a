import ArgumentParser
import Plateau

/// A command that multiplies: slow products are worth a warning before it starts.
protocol ComputingCommand: ParsableCommand {}

extension Analyze: ComputingCommand {}
extension Attack: ComputingCommand {}
extension AuditCommand: ComputingCommand {}
extension Certify: ComputingCommand {}
extension Evaluate: ComputingCommand {}
extension Predict: ComputingCommand {}
extension Reproduce: ComputingCommand {}
extension Train: ComputingCommand {}

extension ParsableCommand {
  /// Says on standard error what slows products down or changes their bits, if anything does.
  func warnOfProducts() {
    guard self is any ComputingCommand, let caution = BLAS.caution else { return }
    StandardError.write("Warning: \(caution)\n")
  }
}
