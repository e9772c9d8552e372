package org.cinegraph.bench.architecture;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The arrows of ARCHITECTURE.md.
class RoomsTest {
  private static final Map<String, List<String>> ARROWS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("graph", List.of()),
              Map.entry("proto", List.of()),
              Map.entry("db", List.of("graph")),
              Map.entry("workflows", List.of("graph")),
              Map.entry("activities", List.of("workflows", "db", "graph")),
              Map.entry("scheduler", List.of("db", "proto", "graph")),
              Map.entry("nodes.sdk", List.of("graph")),
              Map.entry("nodes.tensor", List.of("nodes.sdk", "graph")),
              Map.entry("nodes.text", List.of("nodes.sdk", "nodes.tensor", "graph")),
              Map.entry(
                  "nodes.diffusion",
                  List.of("nodes.sdk", "nodes.tensor", "nodes.text", "nodes.video", "graph")),
              Map.entry("nodes.video", List.of("nodes.sdk", "nodes.tensor", "graph")),
              Map.entry(
                  "nodes.audio",
                  List.of(
                      "nodes.sdk",
                      "nodes.tensor",
                      "nodes.text",
                      "nodes.diffusion",
                      "nodes.video",
                      "graph")),
              Map.entry(
                  "workers",
                  List.of(
                      "proto", "nodes.sdk", "nodes.tensor", "nodes.text", "nodes.video", "graph")),
              Map.entry(
                  "server",
                  List.of("activities", "scheduler", "workflows", "db", "proto", "graph")),
              Map.entry("cli", List.of("server", "proto", "graph", "workflows"))));

  private static JavaClasses classes;

  @BeforeAll
  static void readClasses() {
    List<Path> folders =
        SourceTree.files().stream()
            .filter(SourceTree::isMain)
            .map(file -> Path.of(file.toString().replaceFirst("/src/main/.*", "/target/classes")))
            .distinct()
            .toList();
    classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPaths(folders);
  }

  @Test
  void everyArrowBetweenRoomsIsAllowed() {
    TreeSet<String> forbidden = new TreeSet<>();
    for (JavaClass from : classes) {
      String room = room(from);
      if (!room.equals("bench")) {
        List<String> allowed = ARROWS.getOrDefault(room, List.of());
        from.getDirectDependenciesFromSelf().stream()
            .map(dependency -> dependency.getTargetClass())
            .filter(to -> to.getPackageName().startsWith("org.cinegraph."))
            .filter(to -> !room(to).equals(room) && !allowed.contains(room(to)))
            .forEach(to -> forbidden.add(from.getName() + " -> " + to.getName()));
      }
    }
    assertThat(forbidden).isEmpty();
  }

  @Test
  void everyRoomIsKnown() {
    TreeSet<String> rooms = new TreeSet<>();
    classes.forEach(each -> rooms.add(room(each)));
    rooms.remove("bench");
    assertThat(rooms).isSubsetOf(ARROWS.keySet()).contains("graph", "db", "workflows", "nodes.sdk");
  }

  @Test
  void noRoomsGoRoundInACircle() {
    slices().matching("org.cinegraph.(*)..").should().beFreeOfCycles().check(classes);
  }

  @Test
  void theGraphRoomIsPureJava() {
    TreeSet<String> foreign = new TreeSet<>();
    classes.stream()
        .filter(each -> room(each).equals("graph"))
        .flatMap(each -> each.getDirectDependenciesFromSelf().stream())
        .map(dependency -> dependency.getTargetClass().getPackageName())
        .filter(name -> !name.isEmpty() && !name.startsWith("java"))
        .filter(
            name -> !name.startsWith("org.cinegraph.graph") && !name.startsWith("org.snakeyaml"))
        .filter(name -> !name.startsWith("org.jspecify"))
        .forEach(foreign::add);
    assertThat(foreign).isEmpty();
  }

  private static String room(JavaClass each) {
    String[] names = each.getPackageName().split("\\.");
    return names[2].equals("nodes") ? "nodes." + names[3] : names[2];
  }
}
