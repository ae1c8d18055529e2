package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.internal.wire.AttemptResult;
import io.github.brazeaudience.transport.TransportResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Connected stages of an engine, whose steps a test takes one by one. */
final class StagesFixture {
  static final long SECOND = EngineFixture.SECOND;

  final EngineFixture engine;
  final Stages stages;
  final List<AttemptResult> results = new ArrayList<>();

  /** Thrown when the result of a request is handled, if not null. */
  @Nullable RuntimeException thrownByHandler;

  StagesFixture() {
    this(new EngineFixture());
  }

  StagesFixture(EngineFixture engine) {
    this.engine = engine;
    SerialExecutor executor = new SerialExecutor(engine, engine, Runnable::run, () -> {});
    this.stages = new Stages(engine.settings(), engine.payload, executor, this::handle);
  }

  private void handle(Batch batch, long request, AttemptResult result) {
    results.add(result);
    if (thrownByHandler != null) {
      throw thrownByHandler;
    }
    stages.responses.handle(batch, request, result);
  }

  /** {@return an open call with a deadline of 300 s} */
  Call open() {
    return open(engine.call());
  }

  Call open(Call call) {
    stages.scheduler.open(call);
    return call;
  }

  /** {@return a write that has entered the first stage} */
  UserWrite accept(Call call, String user) {
    UserWrite write = engine.write(call, user);
    stages.lookup.identify(write);
    return write;
  }

  /** {@return a write in flight, alone in its request} */
  UserWrite send(Call call, String user) {
    UserWrite write = accept(call, user);
    call.flush();
    start();
    return write;
  }

  void start() {
    stages.scheduler.startAll(engine.now, 4);
  }

  /** Ends a request, counted from 0. */
  void respond(int request, int status, String body) {
    engine
        .sent
        .get(request)
        .response
        .complete(TransportResponse.of(status, Map.of(), body.getBytes(StandardCharsets.UTF_8)));
  }
}
