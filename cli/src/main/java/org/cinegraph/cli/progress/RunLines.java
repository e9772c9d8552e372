package org.cinegraph.cli.progress;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.cinegraph.cli.client.ControlClient;
import org.cinegraph.graph.plan.NodePath;
import org.cinegraph.proto.v1.ListNodesRequest;
import org.cinegraph.proto.v1.ListNodesResponse;
import org.cinegraph.proto.v1.NodeCounts;
import org.cinegraph.proto.v1.NodeGroup;
import org.cinegraph.proto.v1.NodeLine;
import org.cinegraph.proto.v1.NodeRun;

/// The lines of a run as somebody wants to see them: folded, with some groups opened.
///
/// @param counts of all its nodes on all levels
/// @param more whether there are lines that were not asked for
public record RunLines(List<Entry> entries, NodeCounts counts, boolean more) {
  private static final int PAGE = 500;

  public RunLines {
    entries = List.copyOf(entries);
  }

  /// @param level how many opened groups it is in
  public record Entry(int level, NodeLine line) {
    String path() {
      return line.hasGroup() ? line.getGroup().getPath() : line.getNode().getName();
    }
  }

  /// @param open paths of groups whose lines are wanted too
  /// @param all every node, unfolded
  /// @param internal with all: the language's own nodes too
  /// @param limit the most lines of one group, or of the document
  public record Wanted(List<String> open, boolean all, boolean internal, int limit) {
    /// What one screen takes.
    public static final Wanted FOLDED = new Wanted(List.of(), false, false, PAGE);
  }

  public static RunLines read(ControlClient control, ByteString run, Wanted wanted) {
    Reader reader = new Reader(control, run, wanted);
    reader.insert(0, 0, "");
    wanted.open().stream()
        .sorted(Comparator.comparingInt(path -> new NodePath(path).depth()))
        .forEach(reader::open);
    return new RunLines(reader.entries, reader.counts, reader.more);
  }

  public Stream<NodeRun> nodes() {
    return entries.stream().map(Entry::line).filter(NodeLine::hasNode).map(NodeLine::getNode);
  }

  public Stream<NodeGroup> groups() {
    return entries.stream().map(Entry::line).filter(NodeLine::hasGroup).map(NodeLine::getGroup);
  }

  /// The first node that failed.
  public Optional<String> failed() {
    return entries.stream()
        .map(Entry::line)
        .flatMap(line ->
            line.hasGroup() ? line.getGroup().getFailedList().stream() : failed(line.getNode()))
        .map(NodeRun::getName)
        .findFirst();
  }

  private static Stream<NodeRun> failed(NodeRun node) {
    return NodeViews.of(node).phase() == NodeView.Phase.FAILED ? Stream.of(node) : Stream.of();
  }

  private static final class Reader {
    private final ControlClient control;
    private final ByteString run;
    private final Wanted wanted;
    private final List<Entry> entries = new ArrayList<>();
    private NodeCounts counts = NodeCounts.getDefaultInstance();
    private boolean more;

    Reader(ControlClient control, ByteString run, Wanted wanted) {
      this.control = control;
      this.run = run;
      this.wanted = wanted;
    }

    /// Below the line of the group, or of what it is in if that is not shown.
    void open(String path) {
      List<String> around = new NodePath(path).folds().reversed();
      for (String fold : around) {
        for (int at = 0; at < entries.size(); at++) {
          if (entries.get(at).path().equals(fold)) {
            insert(at + 1, entries.get(at).level() + 1, path);
            return;
          }
        }
      }
      insert(entries.size(), 0, path);
    }

    void insert(int at, int level, String parent) {
      List<Entry> found = new ArrayList<>();
      String token = "";
      do {
        ListNodesRequest request =
            ListNodesRequest.newBuilder()
                .setRunId(run)
                .setParent(parent)
                .setAll(wanted.all())
                .setInternal(wanted.internal())
                .setPageSize(Math.min(PAGE, wanted.limit() - found.size()))
                .setPageToken(token)
                .build();
        ListNodesResponse page = control.call(service -> service.listNodes(request));
        page.getLinesList().forEach(line -> found.add(new Entry(level, line)));
        token = page.getNextPageToken();
        counts = page.hasCounts() ? page.getCounts() : counts;
      } while (!token.isEmpty() && found.size() < wanted.limit());
      more |= !token.isEmpty();
      entries.addAll(at, found);
    }
  }
}
