package org.cinegraph.graph.value.table;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.SequencedMap;
import java.util.SequencedSet;

/// A row as it is written, for who knows the types of its columns.
///
/// @param line where it begins, from 1
/// @param columns the names of all, also of those that are empty in this row
/// @param fields what stands in it, by column; what is empty is left out
public record TextRow(int line, SequencedSet<String> columns, SequencedMap<String, String> fields) {
  public TextRow {
    columns = Collections.unmodifiableSequencedSet(new LinkedHashSet<>(columns));
    fields = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(fields));
  }
}
