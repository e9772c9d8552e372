package org.cinegraph.bench.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

class BudgetsTest {
  private static final int LONGEST_FILE = 400;
  private static final int LONGEST_METHOD = 40;
  private static final int MEDIAN_FILE = 90;
  private static final int NINTH_DECILE_FILE = 250;

  @Test
  void noFileIsLongerThanItsBudget() {
    assertThat(
            SourceTree.files().stream()
                .filter(file -> lines(file) > LONGEST_FILE)
                .map(file -> SourceTree.name(file) + " has " + lines(file) + " lines"))
        .isEmpty();
  }

  @Test
  void theUsualFileIsShort() {
    List<Integer> lengths =
        SourceTree.files().stream()
            .filter(SourceTree::isMain)
            .map(BudgetsTest::lines)
            .sorted()
            .toList();
    assertThat(lengths).hasSizeGreaterThan(100);
    assertThat(lengths.get(lengths.size() / 2)).isLessThanOrEqualTo(MEDIAN_FILE);
    assertThat(lengths.get(lengths.size() * 9 / 10)).isLessThanOrEqualTo(NINTH_DECILE_FILE);
  }

  @Test
  void noMethodIsLongerThanItsBudget() throws IOException {
    List<String> tooLong = new ArrayList<>();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  manager,
                  _ -> {},
                  List.of("-proc:none"),
                  null,
                  manager.getJavaFileObjectsFromPaths(SourceTree.files()));
      SourcePositions positions = Trees.instance(task).getSourcePositions();
      for (CompilationUnitTree unit : task.parse()) {
        new Lengths(unit, positions, tooLong).scan(unit, null);
      }
    }
    assertThat(tooLong).isEmpty();
  }

  private static int lines(Path file) {
    return (int) SourceTree.read(file).lines().count();
  }

  private static final class Lengths extends TreeScanner<Void, Void> {
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final List<String> tooLong;

    Lengths(CompilationUnitTree unit, SourcePositions positions, List<String> tooLong) {
      this.unit = unit;
      this.positions = positions;
      this.tooLong = tooLong;
    }

    @Override
    public @org.jspecify.annotations.Nullable Void visitMethod(MethodTree method, Void nothing) {
      LineMap map = unit.getLineMap();
      long first = map.getLineNumber(positions.getStartPosition(unit, method));
      long last = map.getLineNumber(positions.getEndPosition(unit, method));
      if (last - first + 1 > LONGEST_METHOD) {
        tooLong.add(
            unit.getSourceFile().getName()
                + ": "
                + method.getName()
                + ", lines "
                + first
                + "-"
                + last);
      }
      return super.visitMethod(method, nothing);
    }
  }
}
