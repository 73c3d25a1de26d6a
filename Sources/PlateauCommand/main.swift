import ArgumentParser
import Plateau

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

// A reader of our output that goes away must not take a half-written run with it.
signal(SIGPIPE, SIG_IGN)

do {
  var command = try PlateauTool.parseAsRoot()
  try ProcessorLevel.check()
  try command.run()
} catch let error as any DiagnosedError {
  StandardError.write("Error: \(error.message)\n")
  let status: Int32 =
    switch error.fault {
    case .input: 2
    case .environment: 1
    // EX_SOFTWARE of sysexits.h.
    case .program: 70
    }
  LineProtocol.send(LineProtocol.Failure(text: error.message, status: status))
  exit(status)
} catch let status as ExitCode {
  exit(status.rawValue)
} catch {
  // Help and version are errors to the parser, with status 0; wrong usage has 64, ours is 2.
  let status = PlateauTool.exitCode(for: error)
  if status == .success { PlateauTool.exit(withError: error) }
  StandardError.write(PlateauTool.fullMessage(for: error) + "\n")
  let own: Int32 = status == .validationFailure ? 2 : 1
  LineProtocol.send(LineProtocol.Failure(text: PlateauTool.message(for: error), status: own))
  exit(own)
}
