package org.cinegraph.db.artifact;

/// What a collection of garbage did, or would do.
///
/// @param results that were remembered for longer than was asked for, and are forgotten
/// @param marked artifacts to which nothing refers, found this time: they go after the grace
/// @param waiting artifacts that were marked before and whose grace is not over
/// @param removed artifacts whose grace is over and to which still nothing refers
/// @param files of artifacts that nobody knows, the removed ones among them; they are what is freed
/// @param leftovers files of uploads that broke off and of bytes that were set aside
public record GarbageReport(
    long results, Amount marked, Amount waiting, Amount removed, Amount files, Amount leftovers) {
  static final GarbageReport NOTHING =
      new GarbageReport(0, Amount.NONE, Amount.NONE, Amount.NONE, Amount.NONE, Amount.NONE);

  GarbageReport results(long forgotten) {
    return new GarbageReport(forgotten, marked, waiting, removed, files, leftovers);
  }

  GarbageReport marked(Amount more) {
    return new GarbageReport(results, marked.plus(more), waiting, removed, files, leftovers);
  }

  GarbageReport waiting(Amount all) {
    return new GarbageReport(results, marked, all, removed, files, leftovers);
  }

  GarbageReport removed(Amount more) {
    return new GarbageReport(results, marked, waiting, removed.plus(more), files, leftovers);
  }

  GarbageReport files(Amount more) {
    return new GarbageReport(results, marked, waiting, removed, files.plus(more), leftovers);
  }

  GarbageReport leftovers(Amount more) {
    return new GarbageReport(results, marked, waiting, removed, files, leftovers.plus(more));
  }
}
