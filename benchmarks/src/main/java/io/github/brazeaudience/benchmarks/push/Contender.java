package io.github.brazeaudience.benchmarks.push;

import io.github.brazeaudience.benchmarks.body.ReadyUser;
import java.util.List;

/** A client that posts users, with as many requests under way as its target says. */
interface Contender extends AutoCloseable {
  /** What is done before the time is taken. */
  default void prepare(List<ReadyUser> users) {}

  /** Posts all of them and returns when each is answered. */
  void push(List<ReadyUser> users) throws Exception;

  @Override
  void close();
}
