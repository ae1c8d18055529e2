package io.github.brazeaudience.examples.spring;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The Spring Boot application. */
@SpringBootApplication
public class MembershipApplication {
  /** Starts the application. */
  public static void main(String[] arguments) {
    SpringApplication.run(MembershipApplication.class, arguments);
  }
}
