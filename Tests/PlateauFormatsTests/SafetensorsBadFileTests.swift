import PlateauFormats
import PlateauNumerics
import Testing

@Suite("Safetensors files that are refused")
struct SafetensorsBadFileTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let bytes: [UInt8]
    let message: String
    var testDescription: String { message }

    init(_ bytes: [UInt8], _ message: String) {
      self.bytes = bytes
      self.message = message
    }

    init(_ header: String, _ data: Int, _ message: String) {
      self.init(Fixture.bytes(header: header, data: data), message)
    }
  }

  static let again = "It is damaged: copy or save it again."

  static let lengths: [Case] = [
    Case(
      [1, 0, 0],
      "'f' has 3 bytes, but a safetensors file starts with 8 bytes of length. "
        + "Check that it is the right file."),
    Case(
      Fixture.bytes(header: "{}", length: .max),
      "'f' declares a header of 18446744073709551615 bytes; at most 100000000 are read. "
        + "Check that it is a safetensors file."),
    Case(
      Fixture.bytes(header: "{}", length: 3),
      "'f' declares a header of 3 bytes, but only 2 follow. "
        + "It is truncated, or no safetensors file: copy it again."),
    Case(
      Fixture.bytes(header: ""),
      "'f' has a header that does not start with '{'. Check that it is a safetensors file."),
    Case(
      Fixture.bytes(header: " {}"),
      "'f' has a header that does not start with '{'. Check that it is a safetensors file."),
    Case("{}", 4, "'f' has 4 bytes after its header, but its tensors fill 0. \(again)"),
  ]

  static func text(_ header: String, _ reason: String) -> Case {
    Case(header, 0, "'f' has a header that is not valid JSON: \(reason). \(again)")
  }

  static let texts: [Case] = [
    text("{", #"at byte 1 the text ends where " should be"#),
    text("{} x", "at byte 3 something follows"),
    text(#"{"a":1,}"#, #"at byte 7 " is missing"#),
    text(#"{"a" 1}"#, "at byte 5 : is missing"),
    text(#"{"a":[1 2]}"#, "at byte 8 , is missing"),
    text(#"{"a":}"#, "at byte 5 no value starts here"),
    text(#"{"a":tru}"#, "at byte 5 no value starts here"),
    text(#"{"a":01}"#, "at byte 7 a number starts wrongly"),
    text(#"{"a":1.}"#, "at byte 7 a number lacks digits"),
    text(#"{"a":"#, "at byte 5 the text ends where a value should be"),
    text(#"{"a"#, "at byte 3 the text ends within a string"),
    text("{\"a\u{1}\":1}", "at byte 3 a string holds a control character"),
    text(#"{"\q":1}"#, "at byte 3 an escape is unknown"),
    text(#"{"\u12g4":1}"#, "at byte 4 an escape lacks four hexadecimal digits"),
    text(#"{"\ud800":1}"#, "at byte 8 half a surrogate pair stands alone"),
    text(#"{"\ud800\u0041":1}"#, "at byte 14 half a surrogate pair stands alone"),
    text(#"{"a":{},"\u0061":{}}"#, "at byte 8 the name 'a' occurs twice"),
    text(
      "{\"a\":" + String(repeating: "[", count: 100), "at byte 36 the nesting is too deep"),
  ]

  static func tensor(_ value: String, _ data: Int, _ finding: String) -> Case {
    Case("{\"t\":\(value)}", data, "Tensor 't' of 'f' \(finding). \(again)")
  }

  static let tensors: [Case] = [
    tensor("3", 0, "is 3, not an object with dtype, shape and data_offsets"),
    tensor(#"{"shape":[1],"data_offsets":[0,4]}"#, 4, "lacks its dtype"),
    tensor(#"{"dtype":"F32","data_offsets":[0,4]}"#, 4, "lacks its shape"),
    tensor(#"{"dtype":"F32","shape":[1]}"#, 4, "lacks its data_offsets"),
    tensor(
      #"{"dtype":"F32","shape":[1],"data_offsets":[0,4],"extra":1}"#, 4,
      "has the unknown field 'extra'"),
    tensor(
      #"{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}"#, 4,
      "has a shape with something else than whole numbers from 0 on"),
    tensor(
      #"{"dtype":"F32","shape":[1.0],"data_offsets":[0,4]}"#, 4,
      "has a shape with something else than whole numbers from 0 on"),
    tensor(
      #"{"dtype":"F32","shape":[1],"data_offsets":[0,99999999999999999999]}"#, 4,
      "has a data_offsets with something else than whole numbers from 0 on"),
    tensor(
      #"{"dtype":"F32","shape":[1],"data_offsets":[0]}"#, 4,
      "has the data_offsets [0]; a start and a later end are needed"),
    tensor(
      #"{"dtype":"F32","shape":[1],"data_offsets":[4,0]}"#, 4,
      "has the data_offsets [4, 0]; a start and a later end are needed"),
    tensor(
      #"{"dtype":"F32","shape":[2],"data_offsets":[0,8]}"#, 4,
      "ends at byte 8, but only 4 bytes follow the header"),
    tensor(
      #"{"dtype":"F32","shape":[2],"data_offsets":[0,4]}"#, 4,
      "has shape [2] of F32, which takes 8 bytes, but data_offsets of 4 bytes"),
    tensor(
      #"{"dtype":"F64","shape":[4294967296,4294967296],"data_offsets":[0,4]}"#, 4,
      "has the impossible shape [4294967296, 4294967296]"),
    Case(
      #"{"t":{"dtype":"F4","shape":[1],"data_offsets":[0,4]}}"#, 4,
      "Tensor 't' of 'f' has the unknown dtype 'F4'. Save it as F32 or F64."),
    Case(
      "{\"t\\u001b[31m\":{\"dtype\":7}}", 4,
      "Tensor 't\\u{1b}[31m' of 'f' has the unknown dtype 7. Save it as F32 or F64."),
  ]

  static func pair(_ first: String, _ second: String) -> String {
    #"{"a":{"dtype":"U8","shape":[4],"data_offsets":"# + first
      + #"},"b":{"dtype":"U8","shape":[4],"data_offsets":"# + second + "}}"
  }

  static let covers: [Case] = [
    Case(
      pair("[0,4]", "[3,7]"), 7,
      "'f' has overlapping tensors: 'b' starts at byte 3, 'a' ends at byte 4. \(again)"),
    Case(
      pair("[0,4]", "[0,4]"), 4,
      "'f' has overlapping tensors: 'b' starts at byte 0, 'a' ends at byte 4. \(again)"),
    Case(
      pair("[0,4]", "[6,10]"), 10,
      "'f' has bytes that belong to no tensor: 2 before 'b'. \(again)"),
    Case(
      pair("[4,8]", "[0,4]"), 9,
      "'f' has 9 bytes after its header, but its tensors fill 8. \(again)"),
    Case(
      #"{"__metadata__":{"a":1}}"#, 0,
      "'f' has 1 under 'a' in '__metadata__', but only texts are allowed. Save it again."),
    Case(
      #"{"__metadata__":[]}"#, 0,
      "'f' has an array of 0 as '__metadata__', but an object of texts is needed. Save it again."),
  ]

  @Test("Each is refused with a message", arguments: lengths + texts + tensors + covers)
  func refused(_ bad: Case) {
    #expect(
      Fixture.message { _ = try SafetensorsFile(parsing: bad.bytes, named: "f") } == bad.message)
  }

  @Test("A name that is not UTF-8 is refused")
  func notUnicode() {
    var bytes = Fixture.bytes(header: #"{"a":1}"#)
    bytes[10] = 0xff
    #expect(
      Fixture.message { _ = try SafetensorsFile(parsing: bytes, named: "f") }
        == "'f' has a header that is not valid JSON: at byte 2 a string is not valid UTF-8. "
        + Self.again)
  }

  @Test("A missing file and a folder are named")
  func missing() {
    let folder = Fixture.path("safetensors")
    #expect(
      Fixture.message { _ = try SafetensorsFile.read(folder + "/none.safetensors") }
        == "There is no file '\(folder)/none.safetensors'. Check the path.")
    #expect(
      Fixture.message { _ = try SafetensorsFile.read(folder) }
        == "'\(folder)' is a folder, but a file is needed. Name a file in it.")
  }
}
