public import ArgumentParser
public import Plateau

// The words of these are the same on the command line, in records and in the library.
extension Verdict: ExpressibleByArgument {}
extension Norm: ExpressibleByArgument {}
extension TargetChoice: ExpressibleByArgument {}
extension Precision: ExpressibleByArgument {}
extension LogitLoss: ExpressibleByArgument {}
extension Activation: ExpressibleByArgument {}
extension CertificationMethod: ExpressibleByArgument {}
