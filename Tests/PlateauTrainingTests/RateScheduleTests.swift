import PlateauNetworks
import PlateauNumerics
import PlateauTraining
import Testing

@Suite("Schedules of the learning rate")
struct RateScheduleTests {
  private func scales(_ schedule: RateSchedule, epochs: Int, steps: Int) -> [Double] {
    (0..<epochs * steps).map { schedule.scale(step: $0, stepsPerEpoch: steps, epochs: epochs) }
  }

  @Test func `drops come after their epochs, and only then`() throws {
    let schedule = try RateSchedule(factor: 0.5, epochs: [1, 3])
    #expect(scales(schedule, epochs: 4, steps: 2) == [1, 1, 0.5, 0.5, 0.5, 0.5, 0.25, 0.25])
    #expect(scales(.constant, epochs: 2, steps: 2) == [1, 1, 1, 1])
  }

  @Test func `the warmup rises by the same amount in each step`() throws {
    let drops = try RateSchedule(factor: 0.5, epochs: [1], warmup: 2)
    #expect(scales(drops, epochs: 3, steps: 2) == [0.25, 0.5, 0.375, 0.5, 0.5, 0.5])
    let cosine = try RateSchedule.cosine(warmup: 1)
    #expect(scales(cosine, epochs: 3, steps: 4).prefix(5) == [0.25, 0.5, 0.75, 1, 1])
  }

  @Test func `the cosine falls in every step, through known values`() throws {
    let values = scales(try .cosine(), epochs: 4, steps: 3)
    // cos 0, π/6, π/3, π/2, 2π/3 and 5π/6; sums of two numbers below 2, each within an ulp or two.
    let root = 3.0.squareRoot() / 2
    let known = [(0, 1), (2, (1 + root) / 2), (4, 0.75), (6, 0.5), (8, 0.25), (10, (1 - root) / 2)]
    for (step, value) in known { #expect(abs(values[step] - value) < 4 * 0x1p-53) }
    #expect(zip(values, values.dropFirst()).allSatisfy { $0 > $1 } && values[11] > 0)
    // Half a wave after the warmup, whatever it is.
    let later = scales(try .cosine(warmup: 3), epochs: 7, steps: 3)
    #expect(Array(later[9...]) == values)
  }

  @Test func `scales the steps of a run`() throws {
    // One step of plain SGD on the same batch: moves are proportional to the rate.
    let training = Blobs.examples(64, seed: 1)
    let start = try Blobs.network()
    func moves(_ schedule: RateSchedule) throws -> [Double] {
      let plan = TrainingPlan(
        epochs: 2, batchSize: 32, optimizer: .sgd(rate: 0x1p-10), rateSchedule: schedule)
      let trainer = try Trainer(start, plan: plan, training: training)
      _ = try trainer.step()
      return zip(trainer.currentNetwork.parameters, start.parameters).map { Double($0 - $1) }
    }
    let (full, half) = (try moves(.constant), try moves(.cosine(warmup: 1)))
    // Parameters are below 1, so each rounding of a sum moves it by at most 2⁻²⁵.
    #expect(zip(full, half).allSatisfy { abs($0 / 2 - $1) <= 0x1p-24 })
    #expect(full.contains { abs($0) > 0x1p-16 })
  }
}
