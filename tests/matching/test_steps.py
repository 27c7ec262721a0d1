import numpy as np
from django.test import SimpleTestCase

from matching.steps import rank_steps

DOCUMENTS = [
    {
        "id": "43-4051.00",
        "title": "Customer Service Representatives",
        "body": "Answer calls, take orders and resolve complaints of customers.",
    },
    {
        "id": "43-1011.00",
        "title": "First-Line Supervisors of Office and Administrative Support Workers",
        "body": "Supervise office workers who answer calls of customers; assign work and train staff.",
    },
    {
        "id": "41-2031.00",
        "title": "Retail Salespersons",
        "body": "Sell goods to customers and answer questions in a store.",
    },
    {"id": "29-1221.00", "title": "Pediatricians, General", "body": "Treat children's illnesses."},
    {"id": "00-0000.00", "title": "Unknown", "body": "Answer calls, take orders of customers."},
]
JOB = "Call Center Agent. Answered calls of customers, took orders, trained new staff."


class RankStepsTests(SimpleTestCase):
    def test_near_occupations_come_before_far_ones(self):
        [scores] = rank_steps([JOB], DOCUMENTS)

        self.assertEqual(scores.argmin(), 3)
        self.assertTrue((scores[:3] > scores[3]).all())

    def test_the_same_data_gives_the_same_scores_whoever_is_asked_along(self):
        alone = rank_steps([JOB], DOCUMENTS)
        along = rank_steps(["Nurse. Treated children.", JOB], DOCUMENTS)

        np.testing.assert_array_equal(alone, rank_steps([JOB], DOCUMENTS))
        np.testing.assert_allclose(alone[0], along[1], rtol=1e-9)

    def test_where_no_word_is_shared_what_many_people_do_comes_first(self):
        [scores] = rank_steps(["Zzyzx."], DOCUMENTS)

        self.assertTrue(np.isfinite(scores).all())
        self.assertEqual(scores.argmax(), 2)  # retail salespersons: the most people of these

    def test_one_occupation_alone_is_scored(self):
        self.assertEqual(rank_steps([JOB], DOCUMENTS[:1]).shape, (1, 1))
