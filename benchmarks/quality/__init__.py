"""What each part of the analysis and of the ranking brings, on test collections; see README.md."""
