package io.github.brazeaudience.internal.engine;

/** Resolver without a membership store: every write has its content from the start. */
public final class DirectResolver implements WriteResolver {
  private final Next next;

  public DirectResolver(Next next) {
    this.next = next;
  }

  @Override
  public void resolve(UserWrite write) {
    write.moveTo(WriteState.RESOLVING);
    next.ready(write);
  }
}
