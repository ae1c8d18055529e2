package io.github.brazeaudience.receiver;

import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.policy.RateLimiter;
import io.github.brazeaudience.receiver.database.Disk;
import io.github.brazeaudience.spring.AudienceForwarderCustomizer;
import io.github.brazeaudience.transport.BrazeTransport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.function.Consumer;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.scheduling.annotation.EnableScheduling;

/**
 * Spring Boot application of the receiver. The library's starter creates the forwarder, the outbox
 * with its relay, and the membership store.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableScheduling
@Import({DatabaseBeans.class, ForwardingBeans.class, IntakeBeans.class, StatusBeans.class})
public class ReceiverApplication {
  private static final String DEFAULTS = "receiver-defaults.properties";

  /**
   * Starts a receiver, which listens when this returns.
   *
   * @param transport the transport to Braze, which the receiver closes
   * @param limiter limits the requests to Braze
   * @param notices called with each line of the log, from any thread
   * @param properties further properties, which win over all others
   * @return the context, whose end is the end of the receiver
   */
  static ConfigurableApplicationContext start(
      ReceiverSettings settings,
      BrazeTransport transport,
      RateLimiter limiter,
      Consumer<String> notices,
      Map<String, Object> properties) {
    SpringApplication application = new SpringApplication(ReceiverApplication.class);
    application.setBannerMode(Banner.Mode.OFF);
    application.setLogStartupInfo(false);
    application.setDefaultProperties(Defaults.load(DEFAULTS));
    Disk disk = settings.database().openDisk();
    application.addInitializers(
        context -> {
          MutablePropertySources sources = context.getEnvironment().getPropertySources();
          sources.addFirst(new MapPropertySource("options", settings.properties()));
          sources.addFirst(new MapPropertySource("further options", properties));
          GenericApplicationContext beans = (GenericApplicationContext) context;
          beans.registerBean(ReceiverSettings.class, () -> settings);
          beans.registerBean(BrazeAudienceConfig.class, settings::config);
          beans.registerBean(BrazeTransport.class, () -> transport);
          beans.registerBean(
              AudienceForwarderCustomizer.class, () -> builder -> builder.rateLimiter(limiter));
          beans.registerBean(Disk.class, () -> disk);
          beans.registerBean(Notices.class, () -> new Notices(notices));
        });
    return application.run();
  }

  /** {@return the address that a started receiver listens on} */
  static InetSocketAddress address(ConfigurableApplicationContext context) {
    InetAddress address = context.getBean(ReceiverSettings.class).address();
    String port = context.getEnvironment().getRequiredProperty("local.server.port");
    return new InetSocketAddress(address, Integer.parseInt(port));
  }
}
