import PlateauData
import Testing

@Suite("NumPy arrays that are refused")
struct NPYBadFileTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let bytes: [UInt8]
    let message: String
    var testDescription: String { message }

    init(_ bytes: [UInt8], _ message: String) {
      self.bytes = bytes
      self.message = message
    }
  }

  static let damaged = "It is damaged: save it again."
  static let other = "Check that it is the right file."

  static let starts: [Case] = [
    Case([], "'f' starts with nothing, but a NumPy array starts with 93 4e 55 4d 50 59. \(other)"),
    Case(
      Array("hello!!".utf8),
      "'f' starts with 68 65 6c 6c 6f 21, but a NumPy array starts with 93 4e 55 4d 50 59. "
        + other),
    Case(
      Array("PK\u{3}\u{4}".utf8),
      "'f' starts with 50 4b 03 04, but a NumPy array starts with 93 4e 55 4d 50 59. "
        + "It is a zip archive: let its name end in '.npz'."),
    Case(Array([0x93] + "NUMPY\u{1}".utf8), "'f' ends within its header. Copy it again."),
    Case(Array([0x93] + "NUMPY\u{2}\0\0\0\0".utf8), "'f' ends within its header. Copy it again."),
    Case(
      Array([0x93] + "NUMPY\u{4}\0\0\0".utf8),
      "'f' is of version 4.0 of the npy format; versions 1.0, 2.0 and 3.0 are read. "
        + "Save it with numpy.save."),
    Case(
      Array([0x93] + "NUMPY\u{1}\u{1}\0\0".utf8),
      "'f' is of version 1.1 of the npy format; versions 1.0, 2.0 and 3.0 are read. "
        + "Save it with numpy.save."),
    Case(
      [0x93] + "NUMPY".utf8 + [2, 0, 0xff, 0xff, 0xff, 0xff, 0x7b],
      "'f' declares a header of 4294967295 bytes, but only 1 follow. "
        + "It is truncated: copy it again."),
  ]

  static func text(_ header: String, _ reason: String) -> Case {
    Case(
      Bytes.npy(header), "'f' has a header that NumPy does not write: at byte \(reason). \(damaged)"
    )
  }

  static let texts: [Case] = [
    text("", "10 { is missing"),
    text("{}", "12 'descr' is missing"),
    text("{'descr': '<f4'}", "26 'fortran_order' is missing"),
    text("{'descr': '<f4', 'fortran_order': True}", "49 'shape' is missing"),
    text("{'descr': '<f4', 'descr': '<f4'}", "27 the key 'descr' occurs twice"),
    text("{'x\u{1b}': 1}", "11 the key 'x\\u{1b}' is unknown"),
    text("{descr: '<f4'}", "11 a text in quotation marks should stand"),
    text("{'descr", "11 a text has no end"),
    text(#"{'descr': '\x3cf4'}"#, "20 a text has a backslash"),
    text("{'descr' '<f4'}", "19 : is missing"),
    text("{'descr': '<f4' 'fortran_order': True}", "26 } is missing"),
    text("{'descr': <f4}", "20 a text in quotation marks should stand"),
    text("{'fortran_order': 1}", "28 True or False should stand"),
    text("{'fortran_order': Tru", "28 True or False should stand"),
    text("{'shape': 3}", "20 ( is missing"),
    text("{'shape': (3)}", "23 a shape of one dimension lacks its comma"),
    text("{'shape': (3 4)}", "23 ) is missing"),
    text("{'shape': (-3,)}", "21 a size is negative"),
    text("{'shape': (3.5,)}", "22 ) is missing"),
    text("{'shape': (x,)}", "21 a whole number should stand"),
    text("{'shape': (3,", "23 a whole number should stand"),
    text("{'shape': (99999999999999999999,)}", "21 a size is above 9223372036854775807"),
    text(
      "{'shape': (\(String(repeating: "1, ", count: 65)))}",
      "213 more than 64 dimensions start"),
    text("{'descr': '<f4', 'fortran_order': False, 'shape': ()} x", "64 something follows"),
  ]

  static func type(_ description: String, _ message: String) -> Case {
    Case(
      Bytes.npy("{'descr': '\(description)', 'fortran_order': False, 'shape': (1,)}", [0]),
      "'f' \(message). Convert it with astype('float32') or astype('int64').")
  }

  static func size(_ shape: String, _ values: Int, _ message: String) -> Case {
    Case(
      Bytes.npy(
        "{'descr': '<f4', 'fortran_order': False, 'shape': \(shape)}",
        Array(repeating: 0, count: values)), "'f' declares the \(message). \(damaged)")
  }

  static let contents: [Case] = [
    type("f4", "has the unknown type 'f4'"),
    type("|f4", "has the unknown type '|f4'"),
    type("=f4", "has the unknown type '=f4'"),
    type("<i3", "has the unknown type '<i3'"),
    type("", "has the unknown type ''"),
    size("(2, 3)", 20, "shape [2, 3] of float32, which takes 24 bytes, but 20 follow its header"),
    size("(2, 3)", 25, "shape [2, 3] of float32, which takes 24 bytes, but 25 follow its header"),
    size("()", 0, "shape [] of float32, which takes 4 bytes, but 0 follow its header"),
    size(
      "(1000000000000000,)", 4,
      "shape [1000000000000000] of float32, which takes 4000000000000000 bytes, but 4 follow "
        + "its header"),
    size("(4294967296, 4294967296)", 4, "impossible shape [4294967296, 4294967296]"),
    size("(4611686018427387904, 2, 0)", 0, "impossible shape [4611686018427387904, 2, 0]"),
    size("(0, 4611686018427387904, 2)", 0, "impossible shape [0, 4611686018427387904, 2]"),
  ]

  @Test(arguments: starts + texts + contents)
  func `say what is wrong`(_ wrong: Case) {
    #expect(message { try NPYArray(parsing: wrong.bytes, named: "f") } == wrong.message)
  }

  @Test(arguments: [
    ("complex", "holds complex numbers ('<c16')"), ("object", "holds Python objects ('|O')"),
    ("bytes", "holds byte strings ('|S2')"), ("strings", "holds strings ('<U2')"),
    ("dates", "holds dates ('<M8[D]')"), ("spans", "holds time spans ('<m8[s]')"),
    ("records", "holds records of several fields"), ("raw", "holds raw records ('|V3')"),
    ("long", "holds floating-point numbers of another size ('<f16')"),
  ])
  func `are named where NumPy has types that are not read`(name: String, finding: String) throws {
    let file = try NPZFile.read(Fixture.path("refused.npz"))
    let found = message { try file.array(name) }
      .replacing(Fixture.path("refused.npz"), with: "FILE")
    #expect(
      found == "Array '\(name)' of 'FILE' \(finding); floating-point numbers, integers and "
        + "Booleans are read. Convert it with astype('float32') or astype('int64').")
  }

  @Test func `say which value does not fit`() throws {
    func array(_ values: [Double], _ shape: [Int]) throws -> NPYArray {
      try NPYArray(parsing: NPYArray(values, shape: shape).encoded(), named: "f")
    }
    let remedy =
      "whole numbers up to 9223372036854775807 are needed. Correct it, and save it as "
      + "int64."
    #expect(
      message { try array([1, 2, 3, 4.5, 5, 6], [3, 2]).integers() }
        == "'f' holds 4.5 at index [1, 1]; \(remedy)")
    #expect(
      message { try array([1, .nan], [2]).integers() } == "'f' holds nan at index [1]; \(remedy)")
    #expect(
      message { try array([1e19], []).integers() } == "'f' holds 1e+19 at index []; \(remedy)")
    #expect(try array([-3, 0x1p62], [2]).integers() == [-3, 1 << 62])
    let large = Bytes.npy(
      "{'descr': '<u8', 'fortran_order': False, 'shape': (1,)}", Bytes.little(UInt64.max))
    #expect(
      message { try NPYArray(parsing: large, named: "f").integers() }
        == "'f' holds 18446744073709551615 at index [0]; \(remedy)")
    #expect(
      message { try array([1], []).matrix(as: Float.self) }
        == "'f' is a single number; an array of shape [examples, features] is needed. "
        + "Save it with reshape(1, 1).")
  }
}
