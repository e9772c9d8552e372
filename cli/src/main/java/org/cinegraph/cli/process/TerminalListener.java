package org.cinegraph.cli.process;

import org.cinegraph.cli.client.Terminal;
import org.cinegraph.server.stack.StackListener;

/// Tells a person at the terminal what a stack does.
record TerminalListener(Terminal terminal) implements StackListener {
  @Override
  public void progress(String sentence) {
    terminal.err().println(sentence);
  }

  @Override
  public void notice(String sentence) {
    terminal.err().println(sentence);
  }
}
