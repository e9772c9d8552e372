/// The way to Postgres: transactions, wakes, leadership, keys. All SQL of Cinegraph lives in this
/// room.
@NullMarked
package org.cinegraph.db;

import org.jspecify.annotations.NullMarked;
