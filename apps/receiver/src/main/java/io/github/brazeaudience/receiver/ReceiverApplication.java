package io.github.brazeaudience.receiver;

import io.github.brazeaudience.options.TransportFactory;
import io.github.brazeaudience.policy.RateLimiter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
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
import org.springframework.scheduling.annotation.EnableScheduling;

/** Spring Boot application of the receiver. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableScheduling
@Import({DatabaseBeans.class, ForwardingBeans.class, IntakeBeans.class, StatusBeans.class})
public class ReceiverApplication {
  private static final String DEFAULTS = "receiver-defaults.properties";

  /**
   * Starts a receiver, which listens when this returns.
   *
   * @param transports creates the transport to Braze
   * @param limiter limits the requests to Braze
   * @param notices called with each line of the log, from any thread
   * @return the context, whose end is the end of the receiver
   */
  static ConfigurableApplicationContext start(
      ReceiverSettings settings,
      TransportFactory transports,
      RateLimiter limiter,
      Consumer<String> notices) {
    SpringApplication application = new SpringApplication(ReceiverApplication.class);
    application.setBannerMode(Banner.Mode.OFF);
    application.setLogStartupInfo(false);
    application.setDefaultProperties(Defaults.load(DEFAULTS));
    application.addInitializers(
        context -> {
          context
              .getEnvironment()
              .getPropertySources()
              .addFirst(new MapPropertySource("options", options(settings)));
          GenericApplicationContext beans = (GenericApplicationContext) context;
          beans.registerBean(ReceiverSettings.class, () -> settings);
          beans.registerBean(TransportFactory.class, () -> transports);
          beans.registerBean(RateLimiter.class, () -> limiter);
          beans.registerBean(Notices.class, () -> new Notices(notices));
        });
    return application.run();
  }

  private static Map<String, Object> options(ReceiverSettings settings) {
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("server.address", settings.address().getHostAddress());
    options.put("server.port", settings.port());
    return options;
  }

  /** {@return the address that a started receiver listens on} */
  static InetSocketAddress address(ConfigurableApplicationContext context) {
    InetAddress address = context.getBean(ReceiverSettings.class).address();
    String port = context.getEnvironment().getRequiredProperty("local.server.port");
    return new InetSocketAddress(address, Integer.parseInt(port));
  }
}
