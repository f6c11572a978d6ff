"""Rasa's logistic regression, trained in a fraction of the time.

Sparse and dense features are multiplied apart: Rasa's own classifier packs the dense ones into a sparse
matrix, where most of the training time goes. The model itself is the same, and so is the way it predicts.
"""

from collections.abc import Sequence

import numpy as np
import scipy.sparse
from numpy.typing import NDArray
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.nlu.classifiers.logistic_regression_classifier import LogisticRegressionClassifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.optimize import minimize
from scipy.special import log_softmax
from sklearn.linear_model import LogisticRegression
from sklearn.utils.class_weight import compute_sample_weight

Matrix = NDArray[np.float32]


def fit(
    model: LogisticRegression, sparse: scipy.sparse.csr_matrix, dense: Matrix, labels: Sequence[str]
) -> LogisticRegression:
    """Fit `model` (multinomial, L2, L-BFGS) on `sparse` and `dense` columns side by side, one row a label.

    Minimises C × Σ weight × cross-entropy + ½ ‖coefficients‖², as scikit-learn does, up to `model.max_iter` steps.
    """
    classes, numbers = np.unique(labels, return_inverse=True)
    rows, width = np.arange(len(numbers)), sparse.shape[1]
    weights = model.C * compute_sample_weight(model.class_weight, labels)
    sparse = sparse.astype(np.float32)
    transposed = sparse.T.tocsr()
    shape = (width + dense.shape[1] + 1, len(classes))  # the last row is the intercept

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        coefficients = flat.reshape(shape)
        single = coefficients.astype(np.float32)
        log_chances = log_softmax(sparse @ single[:width] + dense @ single[width:-1] + single[-1], axis=1)
        value = -float(weights @ log_chances[rows, numbers]) + 0.5 * float((coefficients[:-1] ** 2).sum())
        error = np.exp(log_chances)
        error[rows, numbers] -= 1
        error *= weights[:, np.newaxis].astype(np.float32)
        gradient = np.vstack([transposed @ error, dense.T @ error, error.sum(0, keepdims=True)]).astype(np.float64)
        gradient[:-1] += coefficients[:-1]
        return value, gradient.ravel()

    options = {"maxiter": model.max_iter, "gtol": model.tol}
    found = minimize(loss, np.zeros(shape).ravel(), jac=True, method="L-BFGS-B", options=options)
    coefficients = found.x.reshape(shape)
    model.classes_, model.n_features_in_ = classes, shape[0] - 1
    model.coef_, model.intercept_ = np.ascontiguousarray(coefficients[:-1].T), coefficients[-1].copy()
    model.n_iter_ = np.array([found.nit], dtype=np.int32)
    return model


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IntentClassifier(LogisticRegressionClassifier):
    """Set as Rasa's LogisticRegressionClassifier is; `max_iter` steps at most."""

    def train(self, training_data: TrainingData) -> Resource:
        """Train on the sentence features of all examples."""
        examples = [e for e in training_data.intent_examples if e.get(INTENT) and e.get(TEXT)]
        sparse = [f.features for example in examples if (f := example.get_sparse_features(TEXT)[1])]
        dense = [f.features for example in examples if (f := example.get_dense_features(TEXT)[1])]
        nothing = np.zeros((len(examples), 0), dtype=np.float32)  # a pipeline may have features of one kind alone
        fit(
            self.clf,
            scipy.sparse.vstack(sparse, format="csr") if sparse else scipy.sparse.csr_matrix(nothing),
            np.vstack(dense).astype(np.float32) if dense else nothing,
            [example.get(INTENT) for example in examples],
        )
        self.persist()
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing behind it learns from what it predicts."""
        return training_data
