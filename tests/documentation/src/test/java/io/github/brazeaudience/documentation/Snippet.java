package io.github.brazeaudience.documentation;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Java block of the documentation. To run it, statements are wrapped in a class, {@code
 * EXPRESSION; // -> VALUE} becomes a comparison, and a {@code FakeBraze} replaces Braze.
 */
record Snippet(Markdown.Block block) {
  private static final Pattern TYPE =
      Pattern.compile("(?m)^(?:public |final )*(?:class|interface) (\\w+)");
  private static final Pattern RESULT = Pattern.compile("(?m)^(\\s*)(\\S.*?);\\s*// -> (.+)$");
  private static final String KEY = "System.getenv(\"BRAZE_REST_API_KEY\")";
  private static final String INSTANCE = ".instance(BrazeInstance.US_03)";
  private static final String CONTEXT = SnippetContext.class.getName();

  private static final String TEMPLATE =
      """
      import static java.nio.charset.StandardCharsets.UTF_8;

      import io.github.brazeaudience.*;
      import io.github.brazeaudience.audience.*;
      import io.github.brazeaudience.config.*;
      import io.github.brazeaudience.event.*;
      import io.github.brazeaudience.jdbc.*;
      import io.github.brazeaudience.membership.*;
      import io.github.brazeaudience.micrometer.*;
      import io.github.brazeaudience.mparticle.*;
      import io.github.brazeaudience.okhttp.*;
      import io.github.brazeaudience.outcome.*;
      import io.github.brazeaudience.payload.*;
      import io.github.brazeaudience.policy.*;
      import io.github.brazeaudience.preflight.*;
      import io.github.brazeaudience.spring.*;
      import io.github.brazeaudience.spring.testing.*;
      import io.github.brazeaudience.store.*;
      import io.github.brazeaudience.testing.*;
      import io.github.brazeaudience.testing.contract.*;
      import io.github.brazeaudience.transport.*;
      import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
      import java.io.*;
      import java.net.http.*;
      import java.net.http.HttpRequest.BodyPublishers;
      import java.net.http.HttpResponse.BodyHandlers;
      import java.nio.file.*;
      import java.time.*;
      import java.util.*;
      import java.util.concurrent.*;
      import java.util.concurrent.atomic.*;
      import java.util.stream.*;
      import okhttp3.OkHttpClient;
      import org.springframework.boot.SpringApplication;
      import org.springframework.boot.WebApplicationType;
      import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
      import org.springframework.boot.builder.SpringApplicationBuilder;

      public class Statements {
        private static final BrazeAudienceConfig config = %1$s.config();
        private static final AudienceForwarder forwarder = %1$s.forwarder();

        public static void main(String[] args) throws Exception {
      %2$s
        }
      }
      """;

  boolean isTest() {
    return block.text().contains("@Test") || block.text().contains("BrazeTransportContract");
  }

  boolean isProgram() {
    return isType() && !isTest();
  }

  private boolean isType() {
    return TYPE.matcher(block.text()).find();
  }

  /** Returns the number of documented values. */
  int results() {
    return (int) RESULT.matcher(block.text()).results().count();
  }

  String typeName() {
    Matcher type = TYPE.matcher(block.text());
    return type.find() ? type.group(1) : "Statements";
  }

  /** Returns the source as documented, wrapped in a class if necessary. */
  String asShown() {
    return isType() ? block.text() : TEMPLATE.formatted(CONTEXT, block.text());
  }

  /** Returns the source that uses a FakeBraze and reports its values. */
  String redirected() {
    String compared =
        RESULT
            .matcher(asShown())
            .replaceAll(
                result ->
                    Matcher.quoteReplacement(
                        "%s%s.expect(%s, \"%s\");"
                            .formatted(
                                result.group(1),
                                CONTEXT,
                                result.group(2),
                                result.group(3).replace("\\", "\\\\").replace("\"", "\\\""))));
    return compared
        .replace(KEY, CONTEXT + ".key()")
        .replace(INSTANCE, ".endpoints(" + CONTEXT + ".endpoints())");
  }

  @Override
  public String toString() {
    return block.toString();
  }
}
