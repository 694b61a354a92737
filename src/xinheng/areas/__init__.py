"""What the platform does: one package for each noun of the law; calls go down, news goes up."""
