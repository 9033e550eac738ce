/** The ways to a person: log, webhook, e-mail, SNS, and how they are written on a command line. */
@NullMarked
package dev.codecsmith.service.alerts.channels;

import org.jspecify.annotations.NullMarked;
