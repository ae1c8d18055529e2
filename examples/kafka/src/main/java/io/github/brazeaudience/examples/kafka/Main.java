package io.github.brazeaudience.examples.kafka;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.BrazeInstance;
import io.github.brazeaudience.okhttp.OkHttpBrazeTransport;
import io.github.brazeaudience.policy.RedeliveryPolicy;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** {@code BRAZE_REST_API_KEY=... Main BOOTSTRAP_SERVERS TOPIC BRAZE_INSTANCE}. */
public final class Main {
  private Main() {}

  /** Runs until the process is stopped. */
  public static void main(String[] arguments) {
    var config =
        BrazeAudienceConfig.builder()
            .restApiKey(System.getenv("BRAZE_REST_API_KEY"))
            .instance(BrazeInstance.parse(arguments[2]))
            .build();
    var kafka =
        new KafkaConsumer<String, AudienceUpdate>(
            settings(arguments[0]), new StringDeserializer(), new MembershipDeserializer());
    try (var forwarder = AudienceForwarder.create(config, OkHttpBrazeTransport.create())) {
      var consumer =
          new AudienceConsumer(
              kafka,
              forwarder.queue().redeliver(RedeliveryPolicy.defaults()).build(),
              (record, rejected) ->
                  System.err.printf(
                      Locale.ROOT,
                      "%s-%d@%d: %s%n",
                      record.topic(),
                      record.partition(),
                      record.offset(),
                      rejected.message()));
      kafka.subscribe(List.of(arguments[1]), consumer);
      Thread running = Thread.currentThread();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(consumer, running)));
      consumer.run();
    }
  }

  static Map<String, Object> settings(String servers) {
    return Map.of(
        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
        servers,
        ConsumerConfig.GROUP_ID_CONFIG,
        "braze-audience",
        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
        false,
        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
        "earliest",
        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
        AudienceConsumer.MAX_POLL_RECORDS);
  }

  private static void stop(AudienceConsumer consumer, Thread running) {
    consumer.stop();
    try {
      running.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
