package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.DeviceAlias;
import io.github.brazeaudience.config.DeviceIdentityType;
import io.github.brazeaudience.event.AttemptFinished;
import io.github.brazeaudience.event.ForwarderListener;
import io.github.brazeaudience.internal.resilience.RequestSizeLimit;
import io.github.brazeaudience.internal.resilience.RetryTokenBucket;
import io.github.brazeaudience.internal.wire.AttemptResult;
import io.github.brazeaudience.internal.wire.Codec;
import io.github.brazeaudience.internal.wire.RequestContext;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.payload.PayloadBuilder;
import io.github.brazeaudience.payload.RequestBody;
import io.github.brazeaudience.payload.UserAttributes;
import io.github.brazeaudience.policy.ConcurrencyPolicy;
import io.github.brazeaudience.policy.RateLimiter;
import io.github.brazeaudience.policy.RetryPolicy;
import io.github.brazeaudience.policy.TaskScheduler;
import io.github.brazeaudience.policy.TimeSource;
import io.github.brazeaudience.transport.BrazeTransport;
import io.github.brazeaudience.transport.Exchange;
import io.github.brazeaudience.transport.TransportException;
import io.github.brazeaudience.transport.TransportRequest;
import io.github.brazeaudience.transport.TransportResponse;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/** Test fixture with stages of an engine without threads, network and randomness. */
final class EngineFixture implements TimeSource, TaskScheduler, BrazeTransport {
  static final long SECOND = 1_000_000_000;

  final BrazeAudienceConfig config;
  final PayloadBuilder payload;
  final Codec codec;
  final AtomicInteger encodings = new AtomicInteger();
  final List<UserOutcome> outcomes = new ArrayList<>();
  final List<String> events = new ArrayList<>();
  final List<AttemptFinished> finished = new ArrayList<>();
  final List<SentRequest> sent = new ArrayList<>();
  final TreeMap<Long, List<Runnable>> timers = new TreeMap<>();
  RateLimiter limiter = RateLimiter.off();
  RetryPolicy retryPolicy = RetryPolicy.defaults();
  final RequestSizeLimit requestSize;
  ConcurrencyPolicy concurrency = ConcurrencyPolicy.fixed(4);
  WriteResolver.Factory resolver = (context, next) -> new DirectResolver(next);
  long now;
  boolean rejectsTasks;

  EngineFixture() {
    this(
        BrazeAudienceConfig.builder()
            .deviceMatch(
                List.of(
                    DeviceAlias.of(DeviceIdentityType.IDFV),
                    DeviceAlias.of(DeviceIdentityType.IDFA))));
  }

  EngineFixture(BrazeAudienceConfig.Builder settings) {
    config = settings.restApiKey("secret-key").apiKey("app-id").build();
    payload = PayloadBuilder.of(config);
    codec = new CountingCodec(Codec.of(payload), encodings);
    requestSize = new RequestSizeLimit(config.maxObjectsPerRequest());
  }

  /** Codec that counts the bodies that it encodes. */
  private record CountingCodec(Codec codec, AtomicInteger encodings) implements Codec {
    @Override
    public long maxBodyBytes(List<UserAttributes> objects) {
      return codec.maxBodyBytes(objects);
    }

    @Override
    public RequestBody encode(List<UserAttributes> objects) {
      encodings.incrementAndGet();
      return codec.encode(objects);
    }

    @Override
    public AttemptResult classify(
        TransportResponse response, RequestContext context, String host, Instant now) {
      return codec.classify(response, context, host, now);
    }
  }

  /** A request that was started. */
  static final class SentRequest implements Exchange {
    final TransportRequest request;
    final CompletableFuture<TransportResponse> response = new CompletableFuture<>();
    boolean aborted;

    SentRequest(TransportRequest request) {
      this.request = request;
    }

    @Override
    public CompletionStage<TransportResponse> response() {
      return response;
    }

    @Override
    public void abort() {
      aborted = true;
      response.completeExceptionally(
          new TransportException("aborted", TransportException.Delivery.UNKNOWN));
    }
  }

  EngineSettings settings() {
    ForwarderListener recorder =
        (ForwarderListener)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ForwarderListener.class},
                new Recorder(events, finished));
    return new EngineSettings(
        config,
        this,
        new EngineSettings.Policies(
            limiter, RateLimiter.forReadBack(), retryPolicy, concurrency, Duration.ofSeconds(1)),
        new EngineSettings.Environment(
            this, this, () -> 0, new ListenerDispatcher(recorder), Codec::of),
        resolver);
  }

  private record Recorder(List<String> events, List<AttemptFinished> finished)
      implements InvocationHandler {
    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) {
      events.add(method.getName());
      if (arguments != null && arguments[0] instanceof AttemptFinished event) {
        finished.add(event);
      }
      return Void.TYPE;
    }
  }

  Admission admission() {
    return new Admission(
        settings(),
        new RetryTokenBucket(retryPolicy.budget(), now),
        new OperationRateLimiters(List.of(limiter)));
  }

  /** {@return a body as one text} */
  static String text(List<byte[]> parts) {
    StringBuilder text = new StringBuilder();
    parts.forEach(part -> text.append(new String(part, StandardCharsets.UTF_8)));
    return text.toString();
  }

  /** {@return a call that keeps its outcomes in {@link #outcomes}} */
  Call call() {
    return call(CallDeadline.at(300 * SECOND));
  }

  Call call(CallDeadline deadline) {
    CallObserver observer =
        new CallObserver() {
          @Override
          public void finished(UserWrite write) {
            write.forEachOutcome(outcomes::add);
          }

          @Override
          public void done(Totals totals) {
            events.add("done");
          }
        };
    return new Call(observer, deadline, TrackingGroups.off());
  }

  UserWrite write(UserProfile user) {
    UpdateMerger merger = new UpdateMerger(payload, false, outcomes::add);
    merger.add(0, MembershipSnapshot.of(user, Audience.of(1)));
    return merger.drain().get(0);
  }

  /** {@return a write of a call in the state SEQUENCED} */
  UserWrite write(Call call, String customerId) {
    UserWrite write = write(UserProfile.ofCustomerId(customerId));
    call.add(write);
    return write;
  }

  /** {@return writes of a call in the state BATCHED} */
  List<UserWrite> batched(Call call, int count) {
    List<UserWrite> writes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      UserWrite write = write(call, "u" + i);
      write.moveTo(WriteState.RESOLVING);
      write.moveTo(WriteState.BATCHED);
      writes.add(write);
    }
    return writes;
  }

  Batch batch(Admission admission, Call call, int users) {
    return batch(admission, call, batched(call, users));
  }

  Batch batch(Admission admission, Call call, List<UserWrite> writes) {
    Batch.Request unused = new Batch.Request(RequestContext.track(writes.size()), new byte[0]);
    Batch whole = new Batch(batcher(admission), call, writes, unused, call.batchDeadlineNanos(now));
    return batcher(admission).part(whole, writes);
  }

  Batcher batcher(Admission admission) {
    return batcher(admission, completer());
  }

  Batcher batcher(Admission admission, Completer completer) {
    return new Batcher(codec, admission, completer, requestSize);
  }

  BatchSplitter splitter(Batcher batcher) {
    return new BatchSplitter(batcher, requestSize);
  }

  /** {@return a completer that reports at once} */
  Completer completer() {
    return new Completer(new PerUserSequencer(0, write -> {}), resolver(), this);
  }

  /** {@return a resolver without a store, for stages that do not resolve} */
  WriteResolver resolver() {
    return write -> {
      throw new IllegalStateException("nothing is resolved here");
    };
  }

  @Override
  public long nanoTime() {
    return now;
  }

  @Override
  public Instant now() {
    return Instant.EPOCH.plusNanos(now);
  }

  @Override
  public ScheduledTask schedule(Runnable task, Duration delay) {
    if (rejectsTasks) {
      throw new IllegalStateException("rejected");
    }
    List<Runnable> same = timers.computeIfAbsent(now + delay.toNanos(), at -> new ArrayList<>());
    same.add(task);
    return () -> same.remove(task);
  }

  /** Advances the clock and runs the timers on the way. */
  void advanceTo(long nanos) {
    while (!timers.isEmpty() && timers.firstKey() <= nanos) {
      now = timers.firstKey();
      Objects.requireNonNull(timers.pollFirstEntry()).getValue().forEach(Runnable::run);
    }
    now = nanos;
  }

  @Override
  public Exchange start(TransportRequest request) {
    SentRequest started = new SentRequest(request);
    sent.add(started);
    return started;
  }

  @Override
  public void close() {}
}
