package org.cinegraph.server.stack;

/// Hears what a stack does, in whole sentences for a person. Called from several threads.
public interface StackListener {
  /// Something is being built or started, with how long that usually takes.
  void progress(String sentence);

  /// Something that a person should know happened to the running stack: a process died and was
  /// started again.
  void notice(String sentence);
}
