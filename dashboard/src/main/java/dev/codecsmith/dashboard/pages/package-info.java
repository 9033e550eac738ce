/** What is answered of a campaign's models, workers and clips, a page each. */
@NullMarked
package dev.codecsmith.dashboard.pages;

import org.jspecify.annotations.NullMarked;
