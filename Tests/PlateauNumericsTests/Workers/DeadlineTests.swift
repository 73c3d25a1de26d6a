import PlateauNumerics
import Testing

@Suite("Deadlines")
struct DeadlineTests {
  @Test func `one that never passes has no time left to count`() {
    #expect(!Deadline.never.hasPassed && Deadline.never.left == nil)
    #expect(!Deadline(after: nil).hasPassed && !Deadline(afterSeconds: nil).part(0.5).hasPassed)
  }

  @Test func `a time that is over stays over, and any number of seconds is one`() {
    #expect(Deadline(after: .zero).hasPassed)
    #expect(Deadline(afterSeconds: -3).hasPassed)
    #expect(Deadline(after: .zero).left == .zero)
    #expect(!Deadline(afterSeconds: 1e300).hasPassed)
    #expect(Deadline(after: .zero).part(0.5).hasPassed)
  }

  @Test func `a part ends earlier`() throws {
    let deadline = Deadline(afterSeconds: 1000)
    let left = try #require(deadline.part(0.25).left)
    #expect(left <= .seconds(250) && left > .seconds(100))
  }

  @Test func `looks are counted, by parts too`() {
    let deadline = Deadline(looks: 2)
    #expect(!deadline.hasPassed && !deadline.part(0.5).hasPassed)
    #expect(deadline.hasPassed && deadline.hasPassed)
    #expect(deadline.looks == 4)
  }
}
