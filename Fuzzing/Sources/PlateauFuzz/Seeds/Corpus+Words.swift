import Plateau

// Configurations, and the words of each format.
extension Corpus {
  /// The configurations of all presets, and some of YAML's less usual syntax.
  static func configurations() throws -> [Seed] {
    let unusual = [
      "seed: 3\n",
      "{data: {source: strokes}, seed: 0x10}\n",
      "base: &base {epochs: 2}\ntraining: {<<: *base, batchSize: 32}\n",
      "training:\n  epochs: !!int \"3\"\n  penalty: null\n",
      "a: &a [1]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n",
      "? [x, y]\n: {? z : w}\n",
      "data: |\n  strokes\n  # no comment\nseed: >-\n  1\n",
      "%YAML 1.2\n---\nseed: 1\n...\n---\nseed: 2\n",
    ]
    let presets = try Preset.all.map { try $0.configuration().yaml }
    return (presets + unusual).map { Seed(name: "seed.yaml", content: .plain(Array($0.utf8))) }
  }

  /// Words that a reader of the format looks for.
  static func words(of reader: Reader) -> [[UInt8]] {
    let words: [String] =
      switch reader {
      case .onnx:
        [
          "Gemm", "MatMul", "Add", "Sub", "Mul", "Div", "Neg", "Relu", "Clip", "LeakyRelu", "Conv",
          "Pad", "MaxPool", "AveragePool", "GlobalAveragePool", "ReduceMean", "Softmax",
          "BatchNormalization", "Reshape", "Flatten", "Squeeze", "Unsqueeze", "Transpose", "Shape",
          "Gather", "Concat", "Slice", "Cast", "Dropout", "Constant", "ai.onnx", "group", "pads",
          "strides", "dilations", "kernel_shape", "auto_pad", "SAME_LOWER", "perm", "axes", "axis",
          "\u{8}", "\u{12}", "\u{1a}", "\u{a}", "../../../etc/passwd", "location", "offset",
        ]
      case .safetensors:
        [
          "{", "}", "[", "]", "\"", ",", ":", "\\u0000", "\\ud800", "-", ".", "e9", "null", "true",
          "\"__metadata__\":", "\"dtype\":\"F32\"", "\"shape\":[", "\"data_offsets\":[0,0]", "BF16",
          "I64", "{\"a\":", "[[",
        ]
      case .numpy:
        [
          "{", "}", "(", ")", ",", "'", "'descr': ", "'shape': (", "'fortran_order': True", "<f8",
          ">f4", "|u1", "<u8", "|O", "L", "\\", "[(", "PK\u{3}\u{4}", "PK\u{1}\u{2}",
          "PK\u{5}\u{6}", "PK\u{6}\u{6}", "PK\u{6}\u{7}", "x.npy", "y.npy", "../",
        ]
      case .idx: ["\u{0}\u{0}\u{8}\u{3}", "\u{0}\u{0}\u{8}\u{1}", "\u{0}", "\u{1f}"]
      case .vnnlib:
        [
          "(", ")", ";", "\n", " ", "(assert ", "(declare-const ", "X_", "Y_", "X_0", "X_1", "Y_0",
          "Y_1", " Real)", "(and ", "(or ", "(<= ", "(>= ", "(- ", "(or (<= Y_0 1) (<= Y_1 1))",
          "(assert (or (<= X_0 0.1) (>= X_0 0.2)))", "(declare-const X_16 Real)", "1e-400", "1e309",
          "1e99999", "-", "+", ".", "e", "0.1", "4.9406564584124654e-324", "(((", "\u{b5}",
          "(< ", "(> ", "(= ", "(!= ", "(not ", "(=> ", "(+ ", "(* ", "(let ((a ", "true", "false",
          "(+ Y_0 (* 0.3 Y_1))", "(not (and (<= Y_0 1) (= Y_1 2)))", "(<= 0 X_0 1 X_0)", "X[0,1]",
          "Y[0]", "(vnnlib-version <2.0>)", "(declare-network N ", "(declare-input X Real [1,2])",
          "(declare-output Y Real [2])", "[0,", "]", "1e9999", "1e-9999",
        ]
      case .yaml:
        [
          "&a ", "*a", "*a, *a", "<<: *a\n", "[", "{", "]", "}", "- ", ": ", "? ", "\n", "\n  ",
          "\t",
          "|\n", ">\n", "!!binary ", "!!python/object ", "---\n", "...\n", "%YAML 1.1\n", "null",
          "~",
          "\"", "'", "#", ".inf", ".nan", "1e999", "0x1f", "1_000", "training:\n", "network:\n",
          "layers:\n", "\\x00", "\\u2028", "[[[[", "{a: {a: ", "\u{feff}", "\u{2028}", "\u{85}",
        ]
      }
    return words.map { Array($0.utf8) }
  }
}
